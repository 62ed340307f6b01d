// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Telemetry

struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        body(&json)
        return json.text
    }

    @Test func commasStandBetweenMembersAndElements() {
        let text = written { json in
            json.object { json in
                json.field("a", 1)
                json.key("b")
                json.array([1, 2]) { $0.number($1) }
                json.key("c")
                json.object { _ in }
                json.field("d", nil as String?)
                json.field("e", true)
                json.key("f")
                json.raw(Array("[0]".utf8))
            }
        }
        #expect(text == #"{"a":1,"b":[1,2],"c":{},"d":null,"e":true,"f":[0]}"#)
    }

    @Test(arguments: [
        ("<a&b>", #""\u003ca\u0026b\u003e""#), ("q\"\\", #""q\"\\""#), ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
        ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""), ("\u{2028}\u{2029}", #""\u2028\u2029""#),
        ("ä서🙂", "\"ä서🙂\""), ("", "\"\""),
    ])
    func textIsEscapedAsGoDoes(text: String, expected: String) {
        #expect(written { $0.string(text) } == expected)
    }

    @Test(arguments: [
        (0 as Float, "0"), (1, "1"), (1 / 3, "0.33333334"), (2 / 3, "0.6666667"), (0.5, "0.5"), (0.1, "0.1"),
        (1e-5, "0.00001"), (1.5e-6, "0.0000015"), (9.9e-7, "9.9e-7"), (1e-7, "1e-7"), (100_000, "100000"),
        (-2.5, "-2.5"), (16_777_216, "16777216"), (1e20, "100000000000000000000"), (1e21, "1e+21"), (0.001, "0.001"),
        (.nan, "null"), (.infinity, "null"),
    ])
    func singlePrecisionHasGosForm(value: Float, expected: String) {
        #expect(written { $0.number(value) } == expected)
    }

    @Test(arguments: [
        (0.1 + 0.2, "0.30000000000000004"), (1e300, "1e+300"), (-0.0, "-0"), (1234.5, "1234.5"),
        (.leastNonzeroMagnitude, "5e-324"),
        (1_000_000, "1000000"), (1.25e20, "125000000000000000000"), (1.25e-10, "1.25e-10"),
    ])
    func doublePrecisionHasGosForm(value: Double, expected: String) {
        #expect(written { $0.number(value) } == expected)
    }

    @Test func wholeNumbersReachTheirEnds() {
        #expect(
            written { $0.array([Int64.min, -1, 0, .max]) { $0.number($1) } }
                == "[-9223372036854775808,-1,0,9223372036854775807]")
        #expect(written { $0.number(UInt64.max) } == "18446744073709551615")
    }
}
