// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A line of a web server's access log in combined format; one in 64 is odd in a way that real logs are.
enum AccessLine {
    static func append(_ number: Int64, _ timeMs: Int64, _ random: inout EventRandom, to out: inout [UInt8]) {
        let oddity = random.below(64) == 0 ? Oddity.allCases[random.below(Oddity.allCases.count)] : nil
        if oddity == .notALine { return out.add("[error] worker process exited on signal 9") }
        client(&random, &out)
        out.add(" - ")
        out.add(random.below(10) == 0 ? random.pick(users) : "-")
        time(timeMs, &out)
        if oddity == .cutOff { return out.add("\"GET /static/app.") }
        request(oddity, number, &random, &out)
        outcome(oddity, &random, &out)
        if oddity == .common { return }
        out.add(" \"")
        referrer(&random, &out)
        out.add("\" \"")
        if oddity == .quoteInAgent { out.add("scanner \\\"x\\\" ") }
        out.add(random.pick(agents))
        out.add("\"")
    }

    /// What can be odd about a line.
    private enum Oddity: CaseIterable {
        /// Common format: neither referrer nor user agent.
        case common
        /// The client said nothing: `"-" 408 -`.
        case emptyRequest
        /// HTTP/0.9: no protocol.
        case noProtocol
        /// TLS spoken to a plain port, escaped by the server.
        case tls
        /// The line ends in the middle.
        case cutOff
        /// Escaped quotes in the user agent.
        case quoteInAgent
        /// A byte that is no UTF-8 in the path.
        case rawByte
        /// A line of another log.
        case notALine
    }

    private static func client(_ random: inout EventRandom, _ out: inout [UInt8]) {
        switch random.below(20) {
        case 0:
            out.add("2001:db8::")
            out.add(hex: random.next(), digits: 4)
        case 1:
            out.add("crawler-")
            out.add(Int64(random.below(50)))
            out.add(".search.example.net")
        default:
            // The documentation networks of RFC 5737 belong to nobody.
            out.add(random.pick(networks))
            out.add(Int64(random.below(256)))
        }
    }

    private static func time(_ timeMs: Int64, _ out: inout [UInt8]) {
        let time = CivilTime(ms: timeMs)
        out.add(" [")
        out.add(time.day, width: 2)
        out.add("/")
        out.add(months[Int(time.month) - 1])
        out.add("/")
        out.add(time.year, width: 4)
        out.add(":")
        out.add(time.hour, width: 2)
        out.add(":")
        out.add(time.minute, width: 2)
        out.add(":")
        out.add(time.second, width: 2)
        out.add(" +0000] ")
    }

    private static func request(
        _ oddity: Oddity?, _ number: Int64, _ random: inout EventRandom, _ out: inout [UInt8]
    ) {
        switch oddity {
        case .emptyRequest: return out.add("\"-\"")
        case .noProtocol: return out.add("\"GET /\"")
        case .tls: return out.add("\"\\x16\\x03\\x01\\x02\\x00\\x01\"")
        default: break
        }
        out.add("\"")
        out.add(random.pick(methods))
        out.add(" ")
        out.add(random.pick(paths))
        switch random.below(4) {
        case 0:
            out.add("?page=")
            out.add(Int64(random.below(100)))
            out.add("&q=%EC%84%9C%EC%9A%B8")
        case 1:
            out.add("/")
            out.add(number % 10_000)
        default: break
        }
        if oddity == .rawByte { out.append(0xE9) }
        out.add(random.below(3) == 0 ? " HTTP/2.0\"" : " HTTP/1.1\"")
    }

    private static func outcome(_ oddity: Oddity?, _ random: inout EventRandom, _ out: inout [UInt8]) {
        if oddity == .emptyRequest { return out.add(" 408 -") }
        if oddity == .tls { return out.add(" 400 226") }
        out.add(" ")
        let status: StaticString = random.pick(statuses)
        out.add(status)
        out.add(" ")
        // A body-less answer has no size.
        if status.utf8Start[0] == UInt8(ascii: "3") { return out.add("-") }
        out.add(random.exponentialThousandths(mean: 12))
    }

    private static func referrer(_ random: inout EventRandom, _ out: inout [UInt8]) {
        switch random.below(3) {
        case 0: out.add("https://www.example.com/")
        case 1:
            out.add("https://search.example.org/?q=")
            out.add(hex: random.next(), digits: 6)
        default: out.add("-")
        }
    }

    private static let months: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let users: [StaticString] = ["alice", "bob", "carol@example.com", "svc-backup"]
    private static let networks: [StaticString] = ["192.0.2.", "198.51.100.", "203.0.113."]
    private static let methods: [StaticString] = ["GET", "GET", "GET", "GET", "GET", "POST", "HEAD", "PUT"]
    private static let paths: [StaticString] = [
        "/", "/index.html", "/login", "/api/v1/items", "/static/app.js", "/images/logo.png", "/search", "/wp-login.php",
    ]
    private static let statuses: [StaticString] = [
        "200", "200", "200", "200", "200", "200", "200", "301", "304", "403", "404", "404", "500", "503",
    ]
    private static let agents: [StaticString] = [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
        "curl/8.8.0", "ExampleBot/2.1 (+https://bot.example.net)", "-",
    ]
}
