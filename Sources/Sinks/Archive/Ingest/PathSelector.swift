// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Finds the open file of a record for one output of one epoch.
///
/// Two records in a row that share a path cost a comparison of the time and of the fields' bytes; others cost a hash;
/// only a path that is not known yet is rendered.
final class PathSelector {
    /// What the last record's path was decided by, in a form that costs nothing to copy.
    struct Last {
        var file = OpenFileReference.none
        /// Event times that share its span, half open.
        var spanStart = Int64.max
        var spanEnd = Int64.min
        let hasFields: Bool

        @inline(__always)
        func holds(_ eventTimeMs: Int64) -> Bool { eventTimeMs >= spanStart && eventTimeMs < spanEnd }
    }

    let template: PathTemplate
    private var lastKey = PathKey()
    private var key = PathKey()
    private var table = PathTable()

    init(template: PathTemplate) {
        self.template = template
    }

    /// Whether the record's fields are those of the last one.
    @inline(__always)
    func isLast(_ record: borrowing Record) -> Bool {
        lastKey.matches(record, fields: template.fields)
    }

    /// The file that the record's path had when it was last noted; perhaps closed by now.
    func known(_ record: borrowing Record, eventTimeMs: Int64) -> OpenFileReference {
        key.build(record, fields: template.fields)
        return table.file(key: key.bytes, span: span(of: eventTimeMs))
    }

    /// The same for a record whose fields are not known.
    func known(eventTimeMs: Int64) -> OpenFileReference {
        key = PathKey()
        return table.file(key: key.bytes, span: span(of: eventTimeMs))
    }

    /// Makes the file the last record's; the record is the one that `known` was called with.
    func use(_ file: OpenFileReference, isNew: Bool, eventTimeMs: Int64) -> Last {
        let span = span(of: eventTimeMs)
        if isNew { table.note(file, key: key.bytes, span: span) }
        swap(&key, &lastKey)
        var last = Last(file: file, spanStart: .min, spanEnd: .max, hasFields: !template.fields.isEmpty)
        guard let length = template.timeSpanMs else { return last }
        last.spanStart = span
        let (end, overflow) = span.addingReportingOverflow(length)
        last.spanEnd = eventTimeMs == PathTemplate.noTime ? span + 1 : overflow ? .max : end
        return last
    }

    /// The first millisecond of the span that a time lies in; times that have a common text of their own are a span.
    private func span(of eventTimeMs: Int64) -> Int64 {
        guard let length = template.timeSpanMs else { return 0 }
        return eventTimeMs == PathTemplate.noTime ? eventTimeMs : eventTimeMs.floor(to: length)
    }
}
