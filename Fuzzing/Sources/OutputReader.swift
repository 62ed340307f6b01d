// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Reads what records were written as. One record for all of them, since making one costs more than most inputs do;
/// that what it has read before changes nothing is for the scanner's target to show.
final class OutputReader {
    private var record: Record

    init(layout: borrowing RecordLayout = RecordLayout()) {
        record = Record(layout: layout)
    }

    /// The output of a record, after checking that it is one line, valid, without duplicates, and comes back the same.
    @discardableResult
    func bytes(of written: borrowing Record) -> [UInt8] {
        let output = Self.output(of: written)
        check(!output.contains(0x0a) && !output.contains(0x0d), "the output is more than one line")
        withRecord(of: output) { record in
            check(record.duplicateKeys == 0, "the output has a name twice")
            check(Self.output(of: record) == output, "the output comes back as something else")
        }
        return output
    }

    /// Lends a record that holds an output.
    func withRecord(of output: [UInt8], _ body: (borrowing Record) -> Void) {
        if let failure = record.scan(json: output.span.bytes) {
            violated("the output is refused: \(failure.code.rawValue) at \(failure.position)")
        }
        // The record borrows the output.
        withExtendedLifetime(output) { body(record) }
    }

    static func output(of record: borrowing Record) -> [UInt8] {
        let chunk = ByteChunk(capacity: 256)
        record.serialise(into: chunk)
        return chunk.withUnsafeBytes { Array($0) }
    }
}
