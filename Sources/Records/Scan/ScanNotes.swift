// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a scan notes about a text as a whole: the marks of all names met in the low 16 bits, and flags above.
typealias ScanNotes = UInt32

extension ScanNotes {
    /// A line break stands between values.
    static let lineBreak: ScanNotes = 1 << 16

    /// The marks of the names met.
    var marks: UInt16 { UInt16(truncatingIfNeeded: self) }
}
