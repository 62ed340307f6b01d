// Sluice
// SPDX-License-Identifier: Apache-2.0

internal import CPCRE2

/// A compiled regular expression over bytes, in Perl's syntax; it looks for a match anywhere in a text.
///
/// Where Perl and RE2 differ in the plain part of the language, RE2 is followed: `$` is the end of the text, and not
/// also the place before a last newline. Bytes are matched, so that `.` is one byte of a letter that takes several.
package final class Pattern: @unchecked Sendable {
    /// How a match ended.
    package enum Outcome: Sendable, Equatable {
        case matched
        case unmatched
        /// A limit of `RegexLimits` was reached first.
        case gaveUp
    }

    /// As it was given.
    package let source: String

    // Both are made in `init`, only read afterwards (PCRE2 allows that from any thread), and freed in `deinit`.
    private let code: OpaquePointer
    private let context: OpaquePointer

    package init(_ source: String) throws(RegexError) {
        let compiled = try Self.compile(source)
        guard let context = pcre2_match_context_create_8(nil) else {
            pcre2_code_free_8(compiled)
            throw RegexError(message: "no memory", offset: 0)
        }
        pcre2_set_match_limit_8(context, UInt32(RegexLimits.matchStepsMax))
        pcre2_set_depth_limit_8(context, UInt32(RegexLimits.matchDepthMax))
        pcre2_set_heap_limit_8(context, UInt32(RegexLimits.matchHeapBytesMax / 1024))
        // Without compiled code, on a machine that forbids it, the interpreter matches.
        _ = pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE)
        self.source = source
        self.context = context
        code = compiled
    }

    deinit {
        pcre2_match_context_free_8(context)
        pcre2_code_free_8(code)
    }

    /// Whether the text has a match; one that gives up has none.
    package func matches(_ text: String) -> Bool { outcome(text) == .matched }

    /// Whether the bytes have a match; one that gives up has none.
    package func matches(_ bytes: RawSpan) -> Bool { outcome(bytes) == .matched }

    package func outcome(_ text: String) -> Outcome {
        var text = text
        return text.withUTF8 { outcome(UnsafeRawBufferPointer($0)) }
    }

    package func outcome(_ bytes: RawSpan) -> Outcome {
        bytes.withUnsafeBytes { outcome($0) }
    }

    private func outcome(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        guard bytes.count <= RegexLimits.textBytesMax else { return .gaveUp }
        // One pair of positions: that of the whole match.
        guard let data = pcre2_match_data_create_8(1, nil) else { return .gaveUp }
        defer { pcre2_match_data_free_8(data) }
        var empty: UInt8 = 0
        let result =
            if let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress {
                pcre2_match_8(code, start, bytes.count, 0, 0, data, context)
            } else {
                pcre2_match_8(code, &empty, 0, 0, 0, data, context)
            }
        // Zero: there are more groups than `data` holds.
        if result >= 0 { return .matched }
        return result == PCRE2_ERROR_NOMATCH ? .unmatched : .gaveUp
    }

    /// The caller owns the code.
    private static func compile(_ source: String) throws(RegexError) -> OpaquePointer {
        var text = source
        var number: CInt = 0
        var offset = 0
        guard text.utf8.count <= RegexLimits.patternBytesMax else {
            throw RegexError(
                message: "a pattern has at most \(RegexLimits.patternBytesMax) bytes",
                offset: RegexLimits.patternBytesMax)
        }
        let options = PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY
        let code = text.withUTF8 { bytes in
            var empty: UInt8 = 0
            guard let start = bytes.baseAddress else {
                return pcre2_compile_8(&empty, 0, options, &number, &offset, nil)
            }
            return pcre2_compile_8(start, bytes.count, options, &number, &offset, nil)
        }
        guard let code else { throw RegexError(message: message(of: number), offset: offset) }
        return code
    }

    private static func message(of number: CInt) -> String {
        var text = [UInt8](repeating: 0, count: 256)
        guard pcre2_get_error_message_8(number, &text, text.count) >= 0 else { return "error \(number)" }
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
}
