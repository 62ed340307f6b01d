// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Finds the open file of a record for one output of one epoch.
///
/// Two records in a row that share a path cost a comparison of the time and of the fields' bytes; others cost a hash;
/// only a path that is not known yet is rendered.
struct PathSelector {
    let template: PathTemplate
    /// The file of the last record.
    private(set) var last = OpenFileReference.none
    /// Event times that share the last record's span, half open.
    private var spanStart = Int64.max
    private var spanEnd = Int64.min
    private var lastKey = PathKey()
    private var key = PathKey()
    private var table = PathTable()

    init(template: PathTemplate) {
        self.template = template
    }

    /// Whether the record has the path of the last one.
    @inline(__always)
    func isLast(_ record: borrowing Record, eventTimeMs: Int64) -> Bool {
        guard eventTimeMs >= spanStart && eventTimeMs < spanEnd else { return false }
        return template.fields.isEmpty || lastKey.matches(record, fields: template.fields)
    }

    /// Whether a record without fields has the path of the last one.
    @inline(__always)
    func isLast(eventTimeMs: Int64) -> Bool { eventTimeMs >= spanStart && eventTimeMs < spanEnd }

    /// The file that the record's path had when it was last noted; perhaps closed by now.
    mutating func known(_ record: borrowing Record, eventTimeMs: Int64) -> OpenFileReference {
        key.build(record, fields: template.fields)
        return table.file(key: key.bytes, span: span(of: eventTimeMs))
    }

    /// The same for a record whose fields are not known.
    mutating func known(eventTimeMs: Int64) -> OpenFileReference {
        key = PathKey()
        return table.file(key: key.bytes, span: span(of: eventTimeMs))
    }

    /// Makes the file the last record's; the record is the one that `known` was called with.
    mutating func use(_ file: OpenFileReference, isNew: Bool, eventTimeMs: Int64) {
        let span = span(of: eventTimeMs)
        if isNew { table.note(file, key: key.bytes, span: span) }
        swap(&key, &lastKey)
        last = file
        guard let length = template.timeSpanMs else {
            spanStart = .min
            spanEnd = .max
            return
        }
        spanStart = span
        let (end, overflow) = span.addingReportingOverflow(length)
        spanEnd = eventTimeMs == PathTemplate.noTime ? span + 1 : overflow ? .max : end
    }

    /// The first millisecond of the span that a time lies in; times that have a common text of their own are a span.
    private func span(of eventTimeMs: Int64) -> Int64 {
        guard let length = template.timeSpanMs else { return 0 }
        return eventTimeMs == PathTemplate.noTime ? eventTimeMs : eventTimeMs.floor(to: length)
    }
}
