// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of a monitor's HTTP pages.
enum LagServerLimits {
    /// Judged groups that API v3 keeps to answer with again; when full, all are forgotten.
    static let cachedReportsMax = 10_000
    /// Groups of one page of the native API, unless the client asks for fewer or more.
    static let pageGroups = 1000
    /// Groups of one page at most.
    static let pageGroupsMax = 10_000
    /// Bytes of an `Authorization` header; longer ones are refused unread.
    static let authorizationBytesMax = 4096
    /// Bytes that a partition's series take in a scrape, to make room for; it grows where they take more.
    static let seriesBytesGuess = 640
    /// Bytes that a partition's labels take there.
    static let labelBytesGuess = 96
}
