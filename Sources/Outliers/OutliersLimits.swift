// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of the outlier detectors.
package enum OutliersLimits {
    /// Slots of half an hour that a series remembers: 14 days and two slots to fall back on.
    package static let slots = 675
    /// Counters of one histogram of deviations, 8 per e-fold.
    package static let buckets = 640
    /// Patterns that a series remembers as known.
    package static let patternsMax = 96
    /// Past scores that hold back later ones.
    package static let heldScoresMax = 64
    /// Bytes of the exported state of one series; longer input is refused before it is read.
    package static let stateBytesMax = 32 * 1024
    /// Peers that are compared in one go.
    package static let peersMax = 1_048_576
    /// Peers with several values each that are clustered in one go: each is compared with each.
    package static let clusteredSeriesMax = 2048
    /// Values of one peer in a window.
    package static let peerValuesMax = 100_000
    /// Values further from 0 are refused like infinities: differences and squares must stay finite.
    package static let magnitudeMax = 1e100
    /// The same for a series, whose past is kept in 32 bits.
    package static let seriesMagnitudeMax = 1e30
    /// Bytes of a file of timestamps and values.
    package static let fileBytesMax = 1 << 30
    /// Findings about a file that are told one by one; further ones are counted.
    package static let fileFindingsMax = 100
}
