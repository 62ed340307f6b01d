// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Testing

/// Random edits of random records, compared with the same edits of a tree and read back by simdjson.
@Suite struct EditPropertyTests {
    private struct Known {
        var path: [String]
        var slot: Slot
    }

    private static let maskNames: Set<String> = ["password", "token"]

    private static func layout() throws -> (RecordLayout, [Known], NameMark) {
        var layout = RecordLayout()
        var known: [Known] = []
        let paths = [
            ["a"], ["b"], ["user"], ["user", "a"], ["user", "user", "b"], ["a", "b"], ["é\"\\"], ["a\nb", ""],
            ["new", "deep", "er"], ["token"], ["user", "PASSWORD"],
        ]
        for path in paths { known.append(Known(path: path, slot: try layout.slot(for: FieldPath(path)))) }
        let mark = try layout.mark(names: ["password", "TOKEN"])
        return (layout, known, mark)
    }

    @Test(arguments: 0..<24)
    func editsEqualThoseOfATree(block: UInt64) throws {
        let (layout, known, mark) = try Self.layout()
        var record = Record(layout: layout)
        for seed in block * 100..<block * 100 + 100 {
            var random = Seeded(seed)
            let original = Tree.random(&random, depth: 4, isTop: true)
            let text = Array(original.text(&random).utf8)
            let failure = record.scan(json: text.span.bytes)
            try #require(failure == nil, "seed \(seed)")
            var tree = original.withoutDuplicates
            let scanned = record.dump()
            try #require(scanned == tree.dump, "seed \(seed)")
            for step in 0..<random.below(10) {
                Self.edit(&record, &tree, known, mark, &random)
                let changed = record.dump()
                try #require(changed == tree.dump, "seed \(seed) step \(step)")
                for field in known {
                    let expected = tree.value(at: field.path[...])?.kind ?? .absent
                    let kind = record.kind(of: field.slot)
                    try #require(kind == expected, "seed \(seed) step \(step) \(field)")
                }
            }
            let chunk = ByteChunk(capacity: 64)
            record.serialise(into: chunk)
            let output = chunk.withUnsafeBytes { Array($0) }
            let oracle = Oracle(output)
            try #require(oracle.isAccepted, "seed \(seed): \(String(decoding: output, as: UTF8.self))")
            try #require(oracle.dump == tree.dump, "seed \(seed)")
            try #require(!output.contains(10) && !output.contains(13), "seed \(seed)")
        }
    }

    private static func edit(
        _ record: inout Record, _ tree: inout Tree, _ known: [Known], _ mark: NameMark, _ random: inout Seeded
    ) {
        let field = random.pick(known)
        let path = field.path[...]
        let text = random.pick(["", "plain", "with \"quotes\" @ and \n", "한국어"])
        let done: Bool
        let expected: Bool
        switch random.below(10) {
        case 0:
            done = record.setString(field.slot, text.utf8.span.bytes)
            expected = tree.set(path, to: .string(text))
        case 1:
            done = record.setInt64(field.slot, .min)
            expected = tree.set(path, to: .int(.min))
        case 2:
            done = record.setDouble(field.slot, 0.1)
            expected = tree.set(path, to: .double(0.1))
        case 3:
            done = record.setBool(field.slot, true)
            expected = tree.set(path, to: .bool(true))
        case 4:
            done = record.setNull(field.slot)
            expected = tree.set(path, to: .null)
        case 5:
            let value = Tree.random(&random, depth: 3)
            let json = Array(value.text(&random).utf8)
            done = record.setRawJSON(field.slot, json.span.bytes)
            expected = tree.set(path, to: value.withoutDuplicates)
        case 6:
            done = record.remove(field.slot)
            expected = tree.remove(path)
        case 7:
            let source = random.pick(known)
            done = record.copyValue(from: source.slot, to: field.slot)
            expected = tree.value(at: source.path[...]).map { tree.set(path, to: $0) } ?? false
        case 8:
            let masked = record.maskFields(mark, with: "*\"*".utf8.span.bytes)
            done = masked == tree.mask(maskNames, with: "*\"*")
            expected = true
        default:
            replaceAtSigns(&record)
            tree.replaceAtSigns(with: "[\"at\"]")
            done = record.setRawJSON(field.slot, "{\"a\": 1, \"a\": [}".utf8.span.bytes)
            expected = false
        }
        #expect(done == expected)
    }

    private static func replaceAtSigns(_ record: inout Record) {
        let prefilter = StringPrefilter(lengthMin: 1, containing: UInt8(ascii: "@"))
        record.replaceInStrings(where: prefilter) { text, replacements in
            text.withUnsafeBytes { bytes in
                for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "@") {
                    replacements.replace(index..<index + 1, with: "[\"at\"]".utf8.span.bytes)
                }
            }
        }
    }
}

extension Tree {
    var kind: ValueKind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int, .double: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}
