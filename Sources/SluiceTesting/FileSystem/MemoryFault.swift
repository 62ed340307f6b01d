// Sluice
// SPDX-License-Identifier: Apache-2.0

/// An error that calls of one operation meet.
package struct MemoryFault: Hashable, Sendable {
    package let operation: FileOperation
    /// A text that the path has to hold; empty for every path.
    package let path: String
    /// The first matching call that fails, from 1.
    package let nth: Int
    /// How many calls fail from there on.
    package let times: Int
    /// The value of `errno`.
    package let code: Int32
    /// Matching calls so far.
    var seen = 0

    package init(_ operation: FileOperation, path: String = "", nth: Int = 1, times: Int = 1, code: Int32) {
        self.operation = operation
        self.path = path
        self.nth = nth
        self.times = times
        self.code = code
    }

    /// Counts the call if it matches, and says whether it fails.
    mutating func strikes(_ call: FileCall) -> Bool {
        guard call.operation == operation, path.isEmpty || call.path.contains(path) else { return false }
        seen += 1
        return seen >= nth && seen - nth < times
    }
}
