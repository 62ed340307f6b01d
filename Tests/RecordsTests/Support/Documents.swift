// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Texts that look like the events of services, and lines of real logs as JSON where they are at hand.
enum Documents {
    static func all(_ random: inout Seeded) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        for number in 0..<40 {
            texts.append(Array(event(number, &random).utf8))
            texts.append(Array(rich(number, &random).utf8))
            texts.append(Array(Tree.random(&random, depth: 5, isTop: true).text(&random).utf8))
        }
        for name in ["Apache_2k.log", "Linux_2k.log", "Spark_2k.log"] {
            guard let log = try? Shared.bytes(of: "data/loghub/\(name)") else { continue }
            for line in log.split(separator: 10).prefix(40) {
                let value = Tree.object([
                    .init(name: "line", value: .string(String(decoding: line, as: UTF8.self))),
                    .init(name: "length", value: .int(Int64(line.count))),
                ])
                texts.append(Array(value.text(&random).utf8))
            }
        }
        return texts
    }

    /// A flat event of about 330 bytes.
    static func event(_ number: Int, _ random: inout Seeded) -> String {
        let level = random.pick(["INFO", "WARN", "ERROR"])
        let id = String(random.next(), radix: 16)
        let token = number % 20 == 3 ? ", \"token\": \"S3CR3T-\(id)\"" : ""
        return """
            {"ts": \(1_700_000_000_000 + number), "level": "\(level)", "host": "web-\(number % 20)", "method": "GET", \
            "path": "/api/v1/items/\(number % 1000)", "status": \(random.pick([200, 404, 500])), \
            "latency_ms": \(Double(random.below(90_000)) / 1000), "user": {"id": "u\(random.below(100_000))", \
            "email": "u\(number)@example.com"}, "headers": {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0)", \
            "x-txid": "\(id)\(id)"}\(token)}
            """
    }

    /// A nested event with escapes, text beyond ASCII, arrays and optional members.
    static func rich(_ number: Int, _ random: inout Seeded) -> String {
        let message = random.pick([
            "결제가 완료되었습니다", #"upstream timeout while reading \"header\""#, #"retrying\tafter error\nline2"#,
            #"caf\u00e9 \ud83d\ude00"#, "from user@example.co.kr",
        ])
        let trace = random.chance(3) ? #","trace":{"trace_id":"\#(random.next())","parent":null}"# : ""
        return """
            {"@timestamp":"2026-11-21T00:00:\(10 + number % 50).000Z",\
            "service":{"name":"shop","version":"2.1.\(number)"},\
            "http":{"request":{"method":"GET","path":"/api/\(number)","headers":{"User-Agent":"curl/8.4.0"}},\
            "response":{"status_code":200,"bytes":\(random.below(90_000))}},"latency_ms":1.5e\(random.below(4)),\
            "user":{"id":"u1","tags":["a","b",{"c":[]}],"vip":\(random.chance(2))},"message":"\(message)"\(trace)}
            """
    }
}
