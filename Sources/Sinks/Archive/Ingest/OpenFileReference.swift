// Sluice
// SPDX-License-Identifier: Apache-2.0

/// An open file of `OpenFiles`: its place there and which of the place's successive files it is.
struct OpenFileReference: Equatable {
    var index: Int32
    var generation: UInt32

    /// No file.
    static let none = OpenFileReference(index: -1, generation: 0)
}
