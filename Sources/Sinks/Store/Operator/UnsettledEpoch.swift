// Sluice
// SPDX-License-Identifier: Apache-2.0

/// An epoch that waits for a decision, as an operator sees it.
package struct UnsettledEpoch: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// In `_aside/<group>/undecided`.
        case aside
        /// In a slot, by its number, or handed over to whoever owns the partition.
        case slot(String, isHeld: Bool)
    }

    package let id: EpochID
    /// The name of its group's directory.
    package let groupName: String
    package let place: Place
    /// The absolute path of its directory.
    package let directory: String
    /// Nil where there is none that can be read; `problem` says why.
    package let manifest: Manifest?
    package let problem: String?

    /// Why it waits, in a sentence.
    package var reason: String {
        if let problem { return problem }
        switch place {
        case .aside: return "nothing proves whether it was committed"
        case .slot(RootLayout.handed, _): return "handed over: the process that owns the partition settles it"
        case .slot(let number, isHeld: true): return "in slot \(number), whose process is running and settles it"
        case .slot(let number, isHeld: false):
            return "in slot \(number), which no process holds: the next one settles it"
        }
    }
}
