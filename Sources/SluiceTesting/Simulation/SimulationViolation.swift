// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A promise that a schedule has broken.
package struct SimulationViolation: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        /// A record that nothing holds, though nothing explains why.
        case lost
        /// A record that two published epochs hold, though nothing explains why.
        case doubled
        /// An epoch that nobody settled, or that waits undecided without a cause.
        case unexplained
        /// The audit says otherwise than the truth.
        case audit
        /// Not everything was drained within the bound.
        case stuck
        /// Something that must not happen whatever the faults: a file that is gone, a damaged manifest.
        case broken
    }

    package let kind: Kind
    package let text: String

    package var description: String { "\(kind.rawValue): \(text)" }
}
