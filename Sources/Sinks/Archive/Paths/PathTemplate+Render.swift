// Sluice
// SPDX-License-Identifier: Apache-2.0

extension PathTemplate {
    /// The time of a record that has none; its time placeholders become `__missing__`.
    package static let noTime = Int64.min

    /// What a field holds, as far as a path is concerned.
    package enum Value: Equatable, Sendable {
        /// Absent or null.
        case missing
        case object
        case array
        /// A string's characters, or the JSON text of a number or boolean.
        case text([UInt8])
    }

    /// Writes the path of a record.
    ///
    /// - Parameters:
    ///   - eventTimeMs: milliseconds since 1970; outside years 0 to 9999 a time becomes `__out_of_range__`.
    ///   - values: one per entry of `fields`.
    /// - Returns: directories joined by `/`, each at most 255 bytes, all of them at most 768.
    package func render(eventTimeMs: Int64, values: [Value], topic: String, partition: Int32) -> String {
        let time = eventTimeMs == Self.noTime ? nil : CivilTime(epochMs: eventTimeMs)
        let timeMarker = eventTimeMs == Self.noTime ? "__missing__" : "__out_of_range__"
        let rendered = components.map { parts in
            var component = PathComponent()
            for part in parts {
                switch part {
                case .literal(let bytes): component.append(literal: bytes)
                case .time(let pieces):
                    if let time {
                        component.append(literal: Self.text(of: pieces, at: time))
                    } else {
                        component.append(marker: timeMarker)
                    }
                case .field(let field): Self.append(values[field], to: &component)
                case .kafkaTopic: component.append(value: Array(topic.utf8).span)
                case .kafkaPartition: component.append(literal: Array(String(partition).utf8))
                }
            }
            return component
        }
        let path = Self.join(rendered, limit: ArchiveLimits.componentBytesMax)
        if path.utf8.count <= ArchiveLimits.directoryBytesMax { return path }
        // Long values in many directories: each gets its share.
        return Self.join(rendered, limit: ArchiveLimits.directoryBytesMax / components.count - 1)
    }

    private static func join(_ components: [PathComponent], limit: Int) -> String {
        var path: [UInt8] = []
        for (index, component) in components.enumerated() {
            if index > 0 { path.append(UInt8(ascii: "/")) }
            path += component.finished(isFirst: index == 0, limit: limit)
        }
        return String(decoding: path, as: UTF8.self)
    }

    private static func append(_ value: Value, to component: inout PathComponent) {
        switch value {
        case .missing: component.append(marker: "__missing__")
        case .object: component.append(marker: "__object__")
        case .array: component.append(marker: "__array__")
        case .text(let bytes): component.append(value: bytes.span)
        }
    }

    private static func text(of pieces: [TimePiece], at time: CivilTime) -> [UInt8] {
        var text: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .literal(let bytes): text += bytes
            case .directive(let directive): directive.render(time, into: &text)
            }
        }
        return text
    }
}
