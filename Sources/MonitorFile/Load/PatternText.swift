// Sluice
// SPDX-License-Identifier: Apache-2.0

import Regex

/// Puts regular expressions together.
enum PatternText {
    /// Fits where at least one of the patterns fits; nil for none of them.
    static func any(of patterns: [String]) -> String? {
        guard patterns.count > 1 else { return patterns.first }
        return patterns.map { "(?:\($0))" }.joined(separator: "|")
    }

    /// Fits where all of the patterns fit somewhere; nil for none of them.
    static func all(of patterns: [String]) -> String? {
        guard patterns.count > 1 else { return patterns.first }
        return "^" + patterns.map { "(?=(?s:.*?)(?:\($0)))" }.joined()
    }

    /// Why a pattern does not compile, and at which UTF-8 offset; nil where it does.
    static func failure(of pattern: String) -> RegexError? {
        do throws(RegexError) {
            _ = try Pattern(pattern)
            return nil
        } catch {
            return error
        }
    }
}
