// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a group offset that lies before published epochs means: `on_rewind:` of the topology.
package enum RewindOption: String, Sendable, CaseIterable {
    /// Nothing is archived twice: what this root has published is passed over, exactly.
    case skip
    /// What is read again takes the place of what was published, whole epochs at a time.
    case supersede
    /// What is read again is archived beside what was published.
    case append
}
