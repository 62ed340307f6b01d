// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A name of the table: where its bytes are, and its marks.
struct KnownName: BitwiseCopyable {
    var start: UInt32
    var length: UInt16
    var marks: UInt16
}
