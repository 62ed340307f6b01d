// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// JSON texts, separated by NUL, one after the other in one record. What a record has learnt from earlier texts must
/// change nothing: each one is read by a fresh record as well.
final class ScannerTarget: FuzzTarget {
    static let name = "scanner"
    private static let textsMax = 4

    private let fields: Fields
    private let reader: OutputReader
    private var buffer = ByteBuffer()
    private var record: Record
    private var fresh: Record

    init() throws {
        fields = try Fields()
        reader = OutputReader(layout: fields.layout)
        record = Record(layout: fields.layout)
        fresh = Record(layout: fields.layout)
    }

    func run(_ input: UnsafeRawBufferPointer) {
        if input.isSample {
            record = Record(layout: fields.layout)
            fresh = Record(layout: fields.layout)
        }
        record.forgetWhatWasLearnt()
        var rest = input
        for number in 0..<Self.textsMax {
            let (text, tail) = rest.split(at: 0)
            let failure = record.scan(json: text.bytes)
            if number > 0 || input.isSample { compare(failure, text) }
            if let failure {
                check((0...text.count).contains(failure.position), "a failure at \(failure.position)")
            } else {
                check(reader.check(record) <= text.count, "an unchanged record has grown")
                for slot in fields.slots { Fields.read(slot, of: record, into: &buffer) }
            }
            rest = tail
            if rest.isEmpty { return }
        }
    }

    /// Reads a text with a record that knows no other.
    private func compare(_ failure: ScanFailure?, _ text: UnsafeRawBufferPointer) {
        fresh.forgetWhatWasLearnt()
        check(failure == fresh.scan(json: text.bytes), "a fresh record judges otherwise")
        if failure != nil { return }
        check(record.duplicateKeys == fresh.duplicateKeys, "a fresh record finds other duplicates")
        check(reader.writesSame(record, fresh), "a fresh record writes otherwise")
        for slot in fields.slots {
            check(record.kind(of: slot) == fresh.kind(of: slot), "a fresh record has another kind of value")
        }
    }
}
