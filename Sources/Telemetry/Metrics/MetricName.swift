// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The rules for names of metrics and labels, those of `promtool check metrics`.
enum MetricName {
    /// What is wrong with a metric's name, or nil.
    static func fault(_ name: String, _ kind: MetricKind) -> String? {
        guard isName(name) else { return "not lower case letters, digits and underscores" }
        if kind == .counter, !name.hasSuffix("_total") { return "a counter's name ends in _total" }
        if kind != .counter, name.hasSuffix("_total") { return "only a counter's name ends in _total" }
        let reserved = ["_count", "_sum", "_bucket"]
        if reserved.contains(where: name.hasSuffix) { return "the ending belongs to the series of histograms" }
        let scaled = ["_ms", "_milliseconds", "_microseconds", "_kilobytes", "_kib", "_mib", "_minutes", "_hours"]
        if scaled.contains(where: { name.hasSuffix($0) || name.hasSuffix($0 + "_total") }) {
            return "units are base units: seconds, bytes"
        }
        return nil
    }

    static func isLabel(_ name: String) -> Bool {
        isName(name) && !name.hasPrefix("__") && name != "le" && name != "quantile"
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
    }
}
