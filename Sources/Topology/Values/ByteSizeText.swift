// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Sizes as topologies write them: `64MiB` (powers of 1024), `100MB` (powers of 1000), `4096B`.
package enum ByteSizeText {
    private static let units: [(name: String, factor: Int64)] = [
        ("B", 1), ("kB", 1_000), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
    ]

    package static func parse(_ text: String) throws(ValueError) -> Int64 {
        // Nothing is nothing in every unit.
        if text == "0" { return 0 }
        return try QuantityText(text, example: "64MiB, 100MB, 4096B").scaled(by: units)
    }

    /// The size in its largest whole unit of 1024s, else in bytes.
    package static func text(_ bytes: Int64) -> String {
        let unit = units.suffix(4).last { bytes != 0 && bytes % $0.factor == 0 } ?? ("B", 1)
        return "\(bytes / unit.factor)\(unit.name)"
    }
}
