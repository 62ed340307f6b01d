// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// A TOML 1.0 text as Burrow's configuration uses it: tables, dotted and quoted keys, all kinds of strings, numbers,
/// booleans, arrays, inline tables, comments. Dates and arrays of tables, which Burrow has none of, are errors.
package struct TOMLDocument: Sendable {
    package let source: SourceText
    package let root: TOMLTable
    /// Every line that is wrong, in the order of the text; reading goes on at the next line.
    package let errors: [TOMLError]

    package init(_ source: SourceText) {
        self.source = source
        guard source.bytes.count <= MonitorFileLimits.tomlBytesMax else {
            root = TOMLTable(.implied)
            errors = [
                TOMLError(
                    "the file has \(source.bytes.count) bytes; \(MonitorFileLimits.tomlBytesMax) are allowed",
                    at: SourceSpan(.start))
            ]
            return
        }
        guard String(validating: source.bytes, as: UTF8.self) != nil else {
            root = TOMLTable(.implied)
            errors = [TOMLError("the file is not UTF-8 text", at: SourceSpan(.start))]
            return
        }
        var reader = TOMLReader(source)
        reader.read()
        root = reader.root
        errors = reader.errors
    }
}
