// Sluice
// SPDX-License-Identifier: Apache-2.0

/// An application's request as JSON.
enum RequestEvent {
    static func append(_ number: Int64, _ timeMs: Int64, _ random: inout EventRandom, to out: inout [UInt8]) {
        let place = number % 20
        out.add("{\"seq\": ")
        out.add(number)
        out.add(", \"ts\": ")
        out.add(timeMs)
        out.add(", \"level\": \"")
        out.add(random.pick(levels))
        out.add("\", \"host\": \"web-")
        out.add(place, width: 2)
        out.add("\", \"method\": \"GET\", \"path\": \"/api/v1/items/")
        out.add(number % 1000)
        out.add("\", \"status\": ")
        out.add(status(random.below(100)))
        out.add(", \"latency_ms\": ")
        out.add(thousandths: random.exponentialThousandths(mean: 30))
        out.add(", \"user\": {\"id\": \"u")
        out.add(Int64(random.below(100_000)), width: 6)
        out.add("\", \"email\": \"u")
        out.add(number)
        out.add("@example.com\"")
        if place == 9 { secret("password", digits: 8, &random, &out) }
        out.add("}, \"headers\": {\"user-agent\": \"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)\"")
        out.add(", \"x-txid\": \"")
        out.add(hex: random.next(), digits: 16)
        out.add(hex: random.next(), digits: 16)
        out.add("\"")
        if place == 15 { secret("token", digits: 16, &random, &out) }
        out.add("}")
        if place == 3 { secret("token", digits: 16, &random, &out) }
        out.add("}")
    }

    private static let levels: [StaticString] = ["INFO", "WARN", "ERROR"]

    /// 60 % are fine, 20 % find nothing, 20 % fail.
    private static func status(_ percent: Int) -> StaticString {
        percent < 60 ? "200" : percent < 80 ? "404" : "500"
    }

    /// A member that must never be seen behind the pipeline; tests look for its beginning.
    private static func secret(
        _ name: StaticString, digits: Int, _ random: inout EventRandom, _ out: inout [UInt8]
    ) {
        out.add(", \"")
        out.add(name)
        out.add("\": \"S3CR3T-")
        out.add(hex: random.next(), digits: digits)
        out.add("\"")
    }
}
