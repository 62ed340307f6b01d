// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression

/// What an epoch's files are called once it is sealed:
/// `<topic>-<partition>-<incarnation>-<first>-<last>-<n>.<extension>`, with the generation after the incarnation where
/// it is not the first.
package struct FinalName: Sendable {
    package let topic: String
    package let partition: Int32
    package let incarnation: Incarnation
    package let generation: Generation
    package let first: Int64
    package let last: Int64

    package init(
        topic: String, partition: Int32, incarnation: Incarnation, generation: Generation = .first, first: Int64,
        last: Int64
    ) {
        self.topic = topic
        self.partition = partition
        self.incarnation = incarnation
        self.generation = generation
        self.first = first
        self.last = last
    }

    /// What the files of the epoch that the manifest describes are called.
    package init(_ manifest: Manifest) {
        self.init(
            topic: manifest.topic, partition: manifest.partition, incarnation: manifest.incarnation,
            generation: manifest.generation, first: manifest.first, last: manifest.last)
    }

    /// The name of one file, at most 255 bytes: a topic that is too long is cut and gets its checksum.
    ///
    /// Kafka's topics hold letters, digits, `.`, `_` and `-`; anything else is escaped, and so is a `.` or `_` in
    /// front.
    package func name(file: Int, extension fileExtension: String) -> String {
        let life = "\(incarnation)" + (generation == .first ? "" : "-\(generation)")
        let rest = "-\(partition)-\(life)-\(first)-\(last)-\(file)\(fileExtension)"
        var component = PathComponent()
        component.append(value: Array(topic.utf8).span)
        let limit = max(32, ArchiveLimits.componentBytesMax - rest.utf8.count)
        return String(decoding: component.finished(isFirst: false, limit: limit), as: UTF8.self) + rest
    }
}
