// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A series that is unlike its peers, with all that led to the verdict.
public struct PeerFinding: Sendable, Equatable {
    /// Which detector has found it.
    public enum Method: String, Sendable {
        case mad, dbscan
    }

    /// Which detector has found it.
    public let method: Method
    /// The series' place in what was given.
    public let index: Int
    /// The value that is furthest out (MAD), or the last one of the window (DBSCAN).
    public let value: Double
    /// Median of all values of the window (MAD), or of the peers at the last time (DBSCAN).
    public let median: Double
    /// MAD about that median, not normalised (MAD), or the median distance from the median series (DBSCAN).
    public let mad: Double
    /// One sigma (MAD), or the radius of a neighbourhood (DBSCAN), in the unit of the values.
    public let scale: Double
    /// How the scale was found; nil with DBSCAN.
    public let basis: RobustScale.Basis?
    /// Modified z with its sign (MAD), or the gap to the nearest member of the largest cluster over the radius
    /// (DBSCAN). At most `scoreMax`, which stands for "a new value among equal ones".
    public let score: Double
    /// The score that had to be exceeded.
    public let threshold: Double
    /// Part of the series' values that are out, 0 to 1.
    public let share: Double
    /// Peers compared with, this series not counted.
    public let peers: Int

    /// The largest score: what has no scale is told by a number all the same.
    public static let scoreMax = 1e6

    /// One line for a person.
    public var explanation: String {
        let compared = "\(peers) peers"
        switch method {
        case .mad:
            let rule = basis.map(\.rawValue) ?? "mad"
            return
                "value \(value) against median \(median) of \(compared) (MAD \(mad), one sigma \(scale) by \(rule)): "
                + "score \(score), limit \(threshold)"
        case .dbscan:
            return "value \(value) against median \(median) of \(compared): outside the largest cluster by \(score) "
                + "radii of \(scale), limit \(threshold)"
        }
    }
}
