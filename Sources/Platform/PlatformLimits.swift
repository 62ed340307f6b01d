// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Limits of this target; docs/LIMITS.md says why.
package enum PlatformLimits {
    /// Stack of an actor's own thread, in bytes: zstd and librdkafka callbacks need more than the musl-sized default.
    package static let threadStackBytes = 4 << 20
    /// Writes past the page cache begin, end and lie in memory at multiples of this: the largest sector of usual disks.
    package static let directBytes = 4096
}
