// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Names and values of a log line, in the order given. Names are dotted: `kafka.topic`, `topology.stage`.
package struct LogMetadata: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    private(set) var pairs: [Pair]

    struct Pair: Sendable, Equatable {
        let name: String
        let value: LogValue
    }

    package init(dictionaryLiteral elements: (String, LogValue)...) {
        pairs = elements.map { Pair(name: $0.0, value: $0.1) }
    }

    /// These pairs and more; a name that comes again takes the later value and keeps its place.
    package func adding(_ more: LogMetadata) -> LogMetadata {
        var sum = self
        for pair in more.pairs {
            if let index = sum.pairs.firstIndex(where: { $0.name == pair.name }) {
                sum.pairs[index] = pair
            } else {
                sum.pairs.append(pair)
            }
        }
        return sum
    }
}
