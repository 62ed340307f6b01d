// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records
import Testing

/// Whatever the source and the record: no trap, failures inside the source, a value or an error.
struct FuzzTests {
    static let seeds: [UInt64] = [1, 2, 3, 4]
    static let turns = 2_000

    static let valid = [
        "status >= 500 && level == 'error' || has(user.id)", "string(status / 100) + 'xx'",
        "tags.exists(t, t == 'a') ? [1, 2.5, 3u] : {'k': -1}", "level in ['a', \"b\", r'c'] && !(x.y.z[0] < 5)",
        "kafka.topic.startsWith('web') && kafka.headers['h'] != null", "user.map(k, k + '!').size() % 3 == -0x1F",
        "'''a\nb'''.replace('\\n', '\\u00e9', 2).substring(1, 2).upperAscii()", "b'\\xff' + bytes('a') == b''",
        "type(status) == int && dyn(1) == 1.0e3 // c",
        "items.filter(i, i.n > 1).all(i, has(i.name)) || .a.`b c` == null",
    ]

    static let pieces = [
        "a", "status", "level", "tags", "items", "user", "kafka", "headers", "x", "(", ")", "[", "]", "{", "}", ".",
        ",",
        "?", ":", "!", "-", "+", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||", " in ", "true", "false",
        "null", "0", "1", "9223372036854775807", "-9223372036854775808", "1.5", "1e308", "2u", "'s'", "''", "b'\\x00'",
        "r'\\'", "has(", "size(", "string(", "int(", "double(", "uint(", "type(", "dyn(", ".all(x,", ".exists(x,",
        ".map(x,", ".filter(x,", ".contains(", ".substring(", ".indexOf(", ".replace(", "`", "'", "\"", "\\", "\n",
        "//",
        "if", "é", "서", "=", "&", "|", "@", "\u{0}",
    ]

    static let records = [
        EvaluationTests.json, "{}", "{\"status\": 1e400, \"a\": [[[[1]]]], \"level\": {\"a\": null}}",
        "{\"a\": -9223372036854775808, \"x\": 0, \"tags\": \"\\u0000\\ud83d\\ude00\", \"status\": \"503\"}",
        "{\"tags\": {\"a\": [1, 2]}, \"items\": [null, 1, \"a\", [], {}], \"user\": [true], \"level\": []}",
    ]

    @Test(arguments: seeds)
    func randomBytesNeverTrap(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for turn in 0..<Self.turns {
            let count = Int.random(in: 0...40, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            judge(String(decoding: bytes, as: UTF8.self), "seed \(seed), turn \(turn)")
        }
    }

    @Test(arguments: seeds)
    func tokenSoupNeverTraps(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for turn in 0..<Self.turns {
            let count = Int.random(in: 1...16, using: &generator)
            let source = (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
            judge(source, "seed \(seed), turn \(turn)")
        }
    }

    @Test(arguments: seeds)
    func mutatedExpressionsNeverTrap(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for turn in 0..<Self.turns {
            var bytes = Array((Self.valid.randomElement(using: &generator) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) { mutate(&bytes, &generator) }
            judge(String(decoding: bytes, as: UTF8.self), "seed \(seed), turn \(turn)")
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.insert(contentsOf: (Self.pieces.randomElement(using: &generator) ?? "").utf8, at: place)
        case 1: if place < bytes.count { bytes.remove(at: place) }
        case 2: if place < bytes.count { bytes[place] = UInt8.random(in: 0x20...0x7E, using: &generator) }
        default:
            let end = min(bytes.count, place + Int.random(in: 0...8, using: &generator))
            bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &generator))
        }
    }

    private func judge(_ source: String, _ place: String) {
        var layout = RecordLayout()
        switch Expression.compile(source, layout: &layout) {
        case .failure(let failures):
            if failures.isEmpty { Issue.record("\(place): no failure for \(source.debugDescription)") }
            let length = source.utf8.count
            for failure in failures
            where failure.offset < 0 || failure.length < 0 || failure.offset + failure.length > length {
                Issue.record("\(place): \(failure) is outside of \(source.debugDescription)")
            }
        case .success(let expression):
            evaluate(expression, layout, place)
        }
    }

    /// Values agree with the static type, and an evaluation repeats itself.
    private func evaluate(_ expression: Expression, _ layout: RecordLayout, _ place: String) {
        var record = Record(layout: layout)
        var evaluator = Evaluator()
        for json in Self.records {
            let payload = Array(json.utf8)
            let topic = Array("t".utf8)
            record.begin(origin: RecordOrigin(topic: topic.span.bytes, partition: 0, offset: 0, timestampMs: -1))
            guard record.scan(json: payload.span.bytes) == nil else { continue }
            let first = evaluator.plainValue(expression, record)
            let second = evaluator.plainValue(expression, record)
            if String(describing: first) != String(describing: second) {
                Issue.record("\(place): \(expression.source.debugDescription) gives \(first), then \(second)")
            }
            if !Self.fits(first, expression.type) {
                Issue.record("\(place): \(expression.source.debugDescription) is \(first), not \(expression.type)")
            }
            withExtendedLifetime((payload, topic)) {}
        }
    }

    private static func fits(_ value: PlainValue, _ type: ValueType) -> Bool {
        switch (value, type) {
        case (.error, _), (_, .dyn), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double),
            (.string, .string), (.bytes, .bytes), (.type, .type):
            true
        case (.list(let elements), .list(let element)): elements.allSatisfy { fits($0, element) }
        case (.map(let keys, let values), .map(let key, let value)):
            keys.allSatisfy { fits($0, key) } && values.allSatisfy { fits($0, value) }
        default: false
        }
    }
}
