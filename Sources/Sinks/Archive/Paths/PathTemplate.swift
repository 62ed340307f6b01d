// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Records

/// Where the files of an output go: `web/dt={event:%Y-%m-%d}/hour={event:%H}/host={host}`.
///
/// Placeholders: `{event:FORMAT}` (directives of `TimeDirective`, in UTC), `{field.path}`, `{kafka.topic}`,
/// `{kafka.partition}`. Whatever records hold, a rendered path is relative, has no empty, `.` or `..` component, and
/// its first component does not begin with `_`, so it stays inside the root and clear of Sluice's own directories.
package struct PathTemplate: Sendable {
    /// A piece of one component.
    enum Part: Hashable, Sendable {
        case literal([UInt8])
        /// Format pieces; the literal ones between directives belong to the placeholder.
        case time([TimePiece])
        /// Index into `fields`.
        case field(Int)
        case kafkaTopic
        case kafkaPartition
    }

    /// A piece of a time format.
    enum TimePiece: Hashable, Sendable {
        case literal([UInt8])
        case directive(TimeDirective)
    }

    /// The template's own text.
    package let text: String
    /// The fields that the path takes, one entry per slot, in order of first use.
    package let fields: [Slot]
    /// The directories from the root down.
    let components: [[Part]]
    /// Milliseconds of event time that share one path if the fields do; nil where the path takes no time.
    package let timeSpanMs: Int64?

    /// The template of an output that has no files.
    static let nowhere = PathTemplate(text: "", fields: [], components: [])

    init(text: String, fields: [Slot], components: [[Part]]) {
        self.text = text
        self.fields = fields
        self.components = components
        var spanMs: Int64?
        for case .time(let pieces) in components.joined() {
            for case .directive(let directive) in pieces {
                spanMs = min(spanMs ?? .max, directive.spanMs)
            }
        }
        timeSpanMs = spanMs
    }
}
