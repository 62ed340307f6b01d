// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient

extension OffsetTracker {
    /// An epoch was published: its range is settled. A jump is none of the tracker's.
    package mutating func settle(_ manifest: Manifest) {
        guard !manifest.isJump, let oldest = pending.first, oldest.next == manifest.next else { return }
        // The oldest pending range is always the one that may settle.
        try? settle(oldest)
    }
}
