// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A part of Sluice that takes bytes from outside, with what has to hold whatever they are.
protocol FuzzTarget: AnyObject {
    static var name: String { get }

    init() throws

    /// Takes one input. It traps, ends in `violated`, or all is well. What an input does must not depend on those
    /// before it: the file that is kept of a failure has to fail by itself.
    func run(_ input: UnsafeRawBufferPointer)
}

/// Every target there is.
enum FuzzTargets {
    static var all: [any FuzzTarget.Type] {
        [
            ScannerTarget.self, SerialiserTarget.self, ExpressionsTarget.self, TopologyTarget.self, CombinedTarget.self,
            ManifestTarget.self, MetadataTarget.self, OffsetsTarget.self,
        ]
    }
}

/// Ends the process, so that libFuzzer keeps the input.
func violated(_ what: String, file: String = #fileID, line: Int = #line) -> Never {
    complain("\(file):\(line): \(what)\n")
    abort()
}

func check(_ holds: Bool, _ what: @autoclosure () -> String, file: String = #fileID, line: Int = #line) {
    if !holds { violated(what(), file: file, line: line) }
}

/// Writes to the error stream.
func complain(_ text: String) {
    let bytes = Array(text.utf8)
    write(2, bytes, bytes.count)
}
