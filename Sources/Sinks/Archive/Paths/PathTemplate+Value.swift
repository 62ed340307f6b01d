// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension PathTemplate.Value {
    /// What a field of a record holds now.
    init(_ record: borrowing Record, _ slot: Slot) {
        switch record.kind(of: slot) {
        case .absent, .null: self = .missing
        case .object: self = .object
        case .array: self = .array
        case .bool, .number: self = .text(record.rawBytes(of: slot).withUnsafeBytes { Array($0) })
        case .string:
            var buffer = ByteBuffer()
            self = .text(record.stringBytes(of: slot, in: &buffer).withUnsafeBytes { Array($0) })
        }
    }
}
