// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A member's name as the careful path found it.
struct FoundName {
    /// Position of the member's value.
    var position = 0
    /// Position after the opening quote of the name.
    var start = 0
    var id = NameTable.none
    /// Marks of the name, and whether a line break stands before or after it.
    var notes: ScanNotes = 0
    var failure: ScanFailure?
}
