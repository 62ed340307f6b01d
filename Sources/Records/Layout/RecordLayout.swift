// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The paths and names that a topology uses, built once at load and then shared by all threads.
public struct RecordLayout: Sendable {
    /// A path that the layout knows: its parent and its last name.
    struct Path: BitwiseCopyable, Sendable {
        var parent: Int
        var name: Int
    }

    /// What a path's end is looked up by.
    private struct Step: Hashable, Sendable {
        var parent: Int
        var name: Int
    }

    /// Index of the path without names, the top of a record.
    static let root = 1

    /// Names used in paths, by name id.
    private(set) var names: [String] = []
    /// Paths by index; 0 stands for "no known path", 1 for the top.
    private(set) var paths = [Path(parent: 0, name: 0), Path(parent: 0, name: 0)]
    /// Bits of the marks by lower-cased name.
    private(set) var marks: [String: UInt16] = [:]
    private var markCount = 0
    // By bytes: two spellings that Unicode calls equivalent are different JSON names.
    private var nameIDs: [[UInt8]: Int] = [:]
    private var steps: [Step: Int] = [:]

    /// Makes a layout that knows nothing yet.
    public init() {}

    /// Gives the slot of a path, the same one each time.
    ///
    /// - Throws: `RecordLayoutError` for an empty path or one past a limit of `RecordsLimits`.
    public mutating func slot(for path: FieldPath) throws(RecordLayoutError) -> Slot {
        guard !path.names.isEmpty else {
            throw RecordLayoutError(code: .emptyPath, message: "a field path needs at least one name")
        }
        guard path.names.count <= RecordsLimits.pathNamesMax else {
            throw RecordLayoutError(
                code: .pathTooLong,
                message: "the field path has \(path.names.count) names; at most \(RecordsLimits.pathNamesMax) fit")
        }
        var parent = RecordLayout.root
        for name in path.names {
            let step = Step(parent: parent, name: try identifier(of: name))
            if let known = steps[step] {
                parent = known
                continue
            }
            guard paths.count < RecordsLimits.layoutPathsMax else {
                throw RecordLayoutError(
                    code: .tooManyPaths,
                    message: "a topology may use at most \(RecordsLimits.layoutPathsMax) field paths")
            }
            steps[step] = paths.count
            paths.append(Path(parent: step.parent, name: step.name))
            parent = paths.count - 1
        }
        return Slot(index: UInt16(parent))
    }

    /// Marks field names, in any case and at any depth.
    ///
    /// - Throws: `RecordLayoutError` past a limit of `RecordsLimits`.
    public mutating func mark(names: [String]) throws(RecordLayoutError) -> NameMark {
        guard markCount < RecordsLimits.marksMax else {
            throw RecordLayoutError(
                code: .tooManyMarks, message: "a topology may mark at most \(RecordsLimits.marksMax) sets of names")
        }
        guard names.count <= RecordsLimits.markNamesMax else {
            throw RecordLayoutError(
                code: .tooManyNames,
                message: "\(names.count) names to mark; at most \(RecordsLimits.markNamesMax) fit in one set")
        }
        let bit = UInt16(1) << UInt16(markCount)
        markCount += 1
        for name in names {
            guard name.utf8.count <= RecordsLimits.layoutNameBytesMax else { throw Self.tooLong(name) }
            marks[name.lowercased(), default: 0] |= bit
        }
        return NameMark(bit: bit)
    }

    /// How many paths the layout knows, parents included: it grows with each new one.
    package var pathCount: Int { paths.count }

    /// The path of a slot.
    public func path(of slot: Slot) -> FieldPath {
        var found: [String] = []
        var index = Int(slot.index)
        while index > RecordLayout.root, index < paths.count {
            found.append(names[paths[index].name])
            index = paths[index].parent
        }
        return FieldPath(found.reversed())
    }

    private mutating func identifier(of name: String) throws(RecordLayoutError) -> Int {
        let bytes = Array(name.utf8)
        if let known = nameIDs[bytes] { return known }
        guard name.utf8.count <= RecordsLimits.layoutNameBytesMax else { throw Self.tooLong(name) }
        guard names.count < RecordsLimits.layoutNamesMax else {
            throw RecordLayoutError(
                code: .tooManyNames,
                message: "a topology may use at most \(RecordsLimits.layoutNamesMax) distinct field names")
        }
        names.append(name)
        nameIDs[bytes] = names.count - 1
        return names.count - 1
    }

    private static func tooLong(_ name: String) -> RecordLayoutError {
        RecordLayoutError(
            code: .nameTooLong,
            message: "a field name has \(name.utf8.count) bytes; at most \(RecordsLimits.layoutNameBytesMax) fit")
    }
}
