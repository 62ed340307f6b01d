// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of compiling and matching: patterns come from files, texts from brokers.
package enum RegexLimits {
    /// Bytes of a pattern.
    package static let patternBytesMax = 16 * 1024
    /// Bytes of a text that is matched; a longer one gives up.
    package static let textBytesMax = 64 * 1024
    /// Steps of one match, as PCRE2 counts them; one that takes more gives up.
    package static let matchStepsMax = 1_000_000
    /// Levels of backtracking of one match without compiled code.
    package static let matchDepthMax = 10_000
    /// Bytes that one match may take from the heap.
    package static let matchHeapBytesMax = 4 * 1024 * 1024
}
