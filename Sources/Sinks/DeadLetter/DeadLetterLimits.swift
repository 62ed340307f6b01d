// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The limits of reading dead letters back; docs/LIMITS.md gives the reasons to users.
package enum DeadLetterLimits {
    /// Bytes of a payload that a sample shows.
    package static let sampleBytes = 240
    /// Bytes of a string that may be the name of a field.
    static let nameBytes = 64
    /// Reasons with their stages that a summary tells apart; further ones are summed under `other`.
    static let groupsMax = 1000
    /// Bytes of one line: a payload of 64 MiB, every byte escaped as six.
    static let lineBytesMax = 512 << 20
}
