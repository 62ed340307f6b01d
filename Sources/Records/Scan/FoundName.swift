// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A member's name as the careful path found it.
struct FoundName {
    /// Position of the member's value.
    var position = 0
    /// Position after the opening quote of the name.
    var start = 0
    var id = NameTable.none
    /// A line break stands before or after the name.
    var breaksLine = false
    var failure: ScanFailure?
}
