// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing

struct ScanStringsTests {
    /// Texts with their addresses masked.
    @Test(arguments: [
        ("bob@example.com", "***"), ("<bob@example.com>", "<***>"), ("to bob@x.com, al@y.org.", "to ***, ***."),
        ("mailto:bob.o-k_1+tag%x@sub.x-y.co.uk?s", "mailto:***?s"), ("x=bob@x.com&y=1", "x=***&y=1"),
        ("/login?email=bob%40example.com&x=1", "/login?email=***&x=1"), ("a@b.cc", "***"), ("a@b.c", "a@b.c"),
        ("a@b", "a@b"), ("@b.com", "@b.com"), ("a@", "a@"), ("a@.com", "a@.com"), ("a@b..com", "a@b..com"),
        ("a@-b.com", "a@-b.com"), ("a@b-.com", "a@b-.com"), ("a@b.co2", "a@b.co2"), ("a@1.2.3.4", "a@1.2.3.4"),
        ("a@b.com.", "***."), ("a@b.com-x", "***-x"), ("a@b.com_x", "***_x"), ("a@b.c.dd", "***"),
        (".a@b.com", ".***"), ("a.@b.com", "a.@b.com"), ("x..a@b.com", "x..***"), ("a@b@c.com", "a@***"),
        ("a@b.com@c.com", "***@c.com"), ("a@xn--p1ai.xn--p1ai", "***"), ("주소:bob@x.com입니다", "주소:***입니다"),
        ("50%40 off", "50%40 off"), ("100% @ home.now", "100% @ home.now"), ("a%40b%40c.com", "***"),
        ("A@B.COM", "***"), ("", ""), ("@", "@"), ("@@@@@@@@", "@@@@@@@@"),
    ])
    func addressesAreMasked(text: String, masked: String) throws {
        let driver = try PipelineDriver(sanitize: "[{scan: {for: [email], action: mask}}]")
        #expect(driver.record("{\"t\":\"\(text)\"}") == "{\"t\":\"\(masked)\"}")
    }

    @Test func everyTextIsSearchedAtAnyDepth() throws {
        let driver = try PipelineDriver(sanitize: "[{scan: {for: [email], with: '[mail]'}}]")
        #expect(
            driver.record("{\"a\":[\"x\",{\"b\":\"a@b.com\"}],\"c\":\"\\u0061\\u0040b.com\",\"d\":5}")
                == "{\"a\":[\"x\",{\"b\":\"[mail]\"}],\"c\":\"[mail]\",\"d\":5}")
        #expect(driver.counters("sanitize[0].scan") == .init(received: 1, changed: 1, failed: 0))
    }

    /// Where the separator stands decides how the text around it is found.
    @Test(arguments: [
        ("{\"a@b.com\":\"x\",\"t\":\"a@b.com\"}", "{\"a@b.com\":\"x\",\"t\":\"***\"}"),
        ("{\"@\":{\"@\":[\"@\",\"a@b.com\"]},\"z\":\"@a@b.com\"}", "{\"@\":{\"@\":[\"@\",\"***\"]},\"z\":\"@***\"}"),
        ("{\"gone\":{\"t\":\"a@b.com\"},\"t\":\"c@d.com\"}", "{\"t\":\"***\"}"),
        ("{\"t\":\"c@d.com\",\"gone\":[\"a@b.com\"]}", "{\"t\":\"***\"}"),
        ("{\"key\":{\"t\":\"a@b.com\"},\"t\":\"c@d.com\"}", "{\"key\":\"!\",\"t\":\"***\"}"),
        ("{\"t\":\"a@b.com\",\"t\":\"c@d.com\"}", "{\"t\":\"***\"}"),
        ("{\"a\":\"\\u0040\",\"t\":\"c@d.com c%40d.com\"}", "{\"a\":\"\\u0040\",\"t\":\"*** ***\"}"),
        (
            "{\"a\":1,\"t\":\"c@d.com\",\"u\":\"c%40d.com\",\"v\":\"c@d.com\"}",
            "{\"a\":1,\"t\":\"***\",\"u\":\"***\",\"v\":\"***\"}"
        ),
        ("{\"t\":\"c@d.com\"}", "{\"t\":\"***\"}"),
    ])
    func onlyTextsThatAreLeftAreSearched(payload: String, record: String) throws {
        let driver = try PipelineDriver(
            sanitize: "[{mask_keys: {keys: [key], with: '!'}}, {remove: {fields: [gone]}}, {scan: {for: [email]}}]")
        #expect(driver.record(payload) == record)
    }

    @Test func textsThatWereSetAreSearched() throws {
        let driver = try PipelineDriver(
            enrich: "[{set: {c: \"'a@b.com'\", t: \"t + '@b.com'\"}}]", sanitize: "[{scan: {for: [email]}}]")
        #expect(driver.record("{\"t\":\"x\",\"u\":\"y@b.com\"}") == "{\"t\":\"***\",\"u\":\"***\",\"c\":\"***\"}")
    }

    @Test func manyAddressesInOneTextAreAllMasked() throws {
        let text = (0..<500).map { "u\($0)@example.com" }.joined(separator: " ")
        let driver = try PipelineDriver(sanitize: "[{scan: {for: [email]}}]")
        #expect(!driver.record("{\"t\":\"\(text)\"}").contains("@"))
    }

    /// A text of separators only must not cost the square of its length.
    @Test(.timeLimit(.minutes(5)))
    func hostileTextsTakeLinearTime() throws {
        let driver = try PipelineDriver(sanitize: "[{scan: {for: [email]}}]")
        for unit in ["a@", "%40", "a.", "@", "a%40"] {
            let text = String(repeating: unit, count: 200_000)
            _ = driver.record("{\"t\":\"\(text)@\"}")
        }
    }

    /// Wherever the vectors of the search begin and end, and whatever follows.
    @Test func everyPositionIsFound() throws {
        let driver = try PipelineDriver(sanitize: "[{scan: {for: [email]}}]")
        for before in 0..<150 {
            for after in [0, 1, 5, 15, 16, 17, 63, 64, 65] {
                let (left, right) = (String(repeating: "-", count: before), String(repeating: " ", count: after))
                #expect(
                    driver.record("{\"p\":\"\(left) a@b.cc\(right)\"}") == "{\"p\":\"\(left) ***\(right)\"}",
                    "\(before) bytes before and \(after) behind")
            }
        }
    }

    /// A second search works on texts that the first one wrote, at every fill of the buffer that they are in.
    @Test func textsThatWereReplacedAreSearchedAgain() throws {
        let driver = try PipelineDriver(
            sanitize: "[{scan: {for: [email], with: 'x@y.zz'}}, {scan: {for: [email], with: '###'}}]")
        for length in Array(0..<80) + Array(2000..<2120) + Array(4000..<4120) {
            let text = String(repeating: "é-", count: length / 3) + String(repeating: "a", count: length % 3)
            #expect(
                driver.record("{\"t\":\"\(text) a@b.cc \(text)\",\"u\":\"a@b.cc\"}")
                    == "{\"t\":\"\(text) ### \(text)\",\"u\":\"###\"}", "\(length) bytes")
        }
    }
}
