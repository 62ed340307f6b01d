// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a scan reads and where its values belong.
struct ScanRange {
    /// The text; nothing past its end is read.
    var text: Bytes
    /// Where the value starts, white space allowed before it.
    var start: Int
    /// The text is the end of the record's scratch text.
    var isInScratch: Bool
    /// Index of the value's path in the layout, 0 for none.
    var path: Int
    /// Levels above the value.
    var depth: Int
    var needsObject: Bool
}
