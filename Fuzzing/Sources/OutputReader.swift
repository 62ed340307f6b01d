// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Records

/// Reads what records were written as. One record for all of them, since making one costs more than most inputs do;
/// that what it has read before changes nothing is for the scanner's target to show.
final class OutputReader {
    private var record: Record
    private let output = ByteChunk(capacity: 256)
    private let again = ByteChunk(capacity: 256)

    init(layout: borrowing RecordLayout = RecordLayout()) {
        record = Record(layout: layout)
    }

    /// The length of a record's output, after checking that it is one line, valid, without duplicates, and comes back
    /// the same. The body gets the record that was read from it.
    @discardableResult
    func check(_ written: borrowing Record, _ body: (borrowing Record) -> Void = { _ in }) -> Int {
        let output = output
        output.removeAll()
        written.serialise(into: output)
        output.withUnsafeBytes { bytes in
            SluiceFuzz.check(!bytes.holds(0x0a) && !bytes.holds(0x0d), "the output is more than one line")
        }
        // Nothing is appended to the output while the record borrows it.
        if let failure = record.scan(json: output.bytes) {
            violated("the output is refused: \(failure.code.rawValue) at \(failure.position)")
        }
        SluiceFuzz.check(record.duplicateKeys == 0, "the output has a name twice")
        again.removeAll()
        record.serialise(into: again)
        SluiceFuzz.check(Self.isSame(again, output), "the output comes back as something else")
        body(record)
        return output.count
    }

    /// Whether two records are written the same.
    func writesSame(_ left: borrowing Record, _ right: borrowing Record) -> Bool {
        output.removeAll()
        left.serialise(into: output)
        again.removeAll()
        right.serialise(into: again)
        return Self.isSame(output, again)
    }

    private static func isSame(_ left: ByteChunk, _ right: ByteChunk) -> Bool {
        left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                guard left.count == right.count else { return false }
                guard let first = left.baseAddress, let second = right.baseAddress else { return true }
                return memcmp(first, second, left.count) == 0
            }
        }
    }
}
