// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Records

/// One epoch of one partition on the ingest thread: takes its records into the chunks of their files.
///
/// Ends with `finish` or `abandon`, exactly one of them; until then it and `OpenFiles` hold each other.
package final class EpochOutputs {
    package let epoch: EpochKey
    package let topic: String
    package let partition: Int32
    /// Records that were appended, by output; what the files' rows must add up to.
    package private(set) var rows: [Int]
    /// Bytes that were appended, before compression.
    package private(set) var bytes = 0
    /// Files that were opened so far; one path has several where it was finished early.
    package private(set) var filesOpened = 0

    private let files: OpenFiles
    private let selectors: [PathSelector]
    private var lasts: [PathSelector.Last]
    private var open: [[String: OpenFileReference]]

    /// Begins an epoch.
    package init(_ epoch: EpochKey, topic: String, partition: Int32, files: OpenFiles) {
        self.epoch = epoch
        self.topic = topic
        self.partition = partition
        self.files = files
        rows = Array(repeating: 0, count: files.outputs.count)
        selectors = files.outputs.map { PathSelector(template: $0?.template ?? .nowhere) }
        lasts = selectors.map { PathSelector.Last(hasFields: !$0.template.fields.isEmpty) }
        open = Array(repeating: [:], count: files.outputs.count)
    }

    /// Writes the record as a line into the file of its path.
    ///
    /// - Parameters:
    ///   - eventTimeMs: milliseconds since 1970; `PathTemplate.noTime` where the record has none.
    ///   - output: index of an output that archives.
    @inline(__always)
    package func append(_ record: inout Record, eventTimeMs: Int64, to output: Int) {
        let file = select(record, eventTimeMs: eventTimeMs, output: output)
        let chunk = files.chunk(of: file)
        let before = chunk.count
        record.serialise(into: chunk)
        chunk.append(0x0A)
        bytes += files.noteRecord(in: file, chunk: chunk, before: before, eventTimeMs: eventTimeMs)
        rows[output] += 1
    }

    /// Writes a dead letter as a line into the file of its path.
    ///
    /// - Parameter timeMs: Kafka's time of the record, or the wall clock's where Kafka has none.
    package func append(_ letter: DeadLetter, timeMs: Int64, to output: Int) {
        let file = select(timeMs: timeMs, output: output)
        let chunk = files.chunk(of: file)
        let before = chunk.count
        letter.encode(into: chunk)
        chunk.append(0x0A)
        bytes += files.noteRecord(in: file, chunk: chunk, before: before, eventTimeMs: timeMs)
        rows[output] += 1
    }

    /// Finishes all files; their last chunks are among the deliveries then.
    package func finish() {
        for file in openFiles() { files.finish(file) }
        open = []
    }

    /// Forgets all files and all deliveries that were not taken yet.
    package func abandon() {
        for file in openFiles() { files.discard(file) }
        files.discardDeliveries(of: epoch)
        open = []
    }

    /// A file was finished to make room: the path's next record opens another one.
    func forget(directory: String, output: Int) {
        open[output][directory] = nil
    }

    private func openFiles() -> [OpenFileReference] {
        open.flatMap { $0.values.sorted { $0.index < $1.index } }
    }

    @inline(__always)
    private func select(_ record: borrowing Record, eventTimeMs: Int64, output: Int) -> OpenFileReference {
        let last = lasts[output]
        if last.holds(eventTimeMs), files.isOpen(last.file), !last.hasFields || selectors[output].isLast(record) {
            return last.file
        }
        return search(record, eventTimeMs: eventTimeMs, output: output)
    }

    @inline(never)
    private func search(_ record: borrowing Record, eventTimeMs: Int64, output: Int) -> OpenFileReference {
        let known = selectors[output].known(record, eventTimeMs: eventTimeMs)
        if files.isOpen(known) {
            lasts[output] = selectors[output].use(known, isNew: false, eventTimeMs: eventTimeMs)
            return known
        }
        let values = selectors[output].template.fields.map { PathTemplate.Value(record, $0) }
        return openPath(values, eventTimeMs: eventTimeMs, output: output)
    }

    private func select(timeMs: Int64, output: Int) -> OpenFileReference {
        let last = lasts[output]
        if last.holds(timeMs), files.isOpen(last.file) { return last.file }
        let known = selectors[output].known(eventTimeMs: timeMs)
        if files.isOpen(known) {
            lasts[output] = selectors[output].use(known, isNew: false, eventTimeMs: timeMs)
            return known
        }
        let values = selectors[output].template.fields.map { _ in PathTemplate.Value.missing }
        return openPath(values, eventTimeMs: timeMs, output: output)
    }

    /// Renders the path, and opens a file there unless another key has led to the same path.
    private func openPath(_ values: [PathTemplate.Value], eventTimeMs: Int64, output: Int) -> OpenFileReference {
        precondition(files.outputs[output] != nil, "output \(output) does not archive")
        let directory = selectors[output].template.render(
            eventTimeMs: eventTimeMs, values: values, topic: topic, partition: partition)
        let file: OpenFileReference
        if let known = open[output][directory] {
            file = known
        } else {
            file = files.open(owner: self, output: output, number: filesOpened, directory: directory)
            open[output][directory] = file
            filesOpened += 1
        }
        lasts[output] = selectors[output].use(file, isNew: true, eventTimeMs: eventTimeMs)
        return file
    }
}
