// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Records of one kind in one piece of memory, one behind the other as in a fetched batch.
struct Corpus {
    let name: String
    let bytes: [UInt8]
    let ranges: [Range<Int>]

    init(_ name: String, count: Int, seed: UInt64, _ make: (Int, inout Seeded) -> String) {
        var random = Seeded(seed)
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for number in 0..<count {
            let start = bytes.count
            bytes += make(number, &random).utf8
            ranges.append(start..<bytes.count)
        }
        self.name = name
        self.bytes = bytes
        self.ranges = ranges
    }

    /// Flat events of about 330 bytes, spaces after separators, an optional secret in 15 % of them.
    static func events(_ count: Int) -> Corpus {
        Corpus("ev", count: count, seed: 20_240_613) { number, random in
            let status = random.pick([200, 200, 200, 404, 500])
            let secret = random.hex(32)
            let top = number % 20 == 3 ? ", \"token\": \"S3CR3T-\(secret)\"" : ""
            let user = number % 20 == 9 ? ", \"password\": \"S3CR3T-\(secret.prefix(8))\"" : ""
            let headers = number % 20 == 15 ? ", \"token\": \"S3CR3T-\(secret.prefix(16))\"" : ""
            let latency = Double(random.below(120_000)) / 1000
            return """
                {"ts": \(1_700_000_000_000 + number), "level": "\(random.pick(["INFO", "WARN", "ERROR"]))", \
                "host": "web-\(10 + number % 20)", "method": "GET", "path": "/api/v1/items/\(number % 1000)", \
                "status": \(status), "latency_ms": \(latency), \
                "user": {"id": "u\(100_000 + random.below(100_000))", "email": "u\(number)@example.com"\(user)}, \
                "headers": {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", \
                "x-txid": "\(random.hex(32))"\(headers)}\(top)}
                """
        }
    }

    private static let messages = [
        "결제가 완료되었습니다", "사용자 인증에 실패했습니다", "서버 응답이 지연되고 있습니다", "request completed",
        #"upstream timeout while reading \"header\""#, "payment authorised", #"cache miss for key\\path"#,
        #"retrying\tafter error\nline2"#,
    ]
    private static let agents = [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", "curl/8.4.0", "okhttp/4.11.0",
    ]

    /// Nested events of about 580 bytes without spaces: arrays, escapes, Korean, optional members.
    static func rich(_ count: Int) -> Corpus {
        Corpus("rich", count: count, seed: 42) { number, random in
            let auth =
                random.below(10) == 0
                ? #","auth":{"Password":"p@ss\\w0rd\#(number)","api_key":"\#(random.hex(24))"}"# : ""
            let trace =
                random.below(5) == 0
                ? #","trace":{"trace_id":"\#(random.hex(32))","span_id":"\#(random.hex(16))","parent":null}"# : ""
            let status = random.pick([200, 200, 200, 200, 201, 204, 304, 404, 500])
            return """
                {"@timestamp":"2026-11-21T10:11:\(10 + number % 50).\(100 + number % 900)Z","level":"INFO",\
                "service":{"name":"\(random.pick(["shop", "auth", "cart"]))","version":"2.\(random.below(9)).1",\
                "env":"prod"},"host":{"name":"web-\(10 + random.below(32))","ip":"10.2.\(random.below(256)).7"},\
                "http":{"request":{"method":"GET","path":"/api/v1/users/\(random.below(100_000))/orders/7",\
                "headers":{"User-Agent":"\(random.pick(agents))","X-Txid":"\(random.hex(32))"}},\
                "response":{"status_code":\(status),"bytes":\(random.below(90_000))}},\
                "latency_ms":\(Double(random.below(120_000)) / 1000),\
                "user":{"id":"u\(random.below(200_000))","email":"user\(number)@example.com",\
                "tags":["a","b","c"],"vip":\(random.below(10) == 0)},\
                "message":"\(random.pick(messages))"\(auth)\(trace)}
                """
        }
    }
}
