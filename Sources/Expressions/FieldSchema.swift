// Sluice
// SPDX-License-Identifier: Apache-2.0

public import Records

/// The fields that a record may have, where that is known; others are errors in expressions.
public struct FieldSchema: Sendable {
    private let types: [FieldPath: ValueType]
    private let parents: Set<FieldPath>

    /// A schema of these fields; the objects that hold them need not be named.
    public init(_ fields: [FieldPath: ValueType]) {
        types = fields
        parents = Set(fields.keys.flatMap { path in path.names.indices.map { FieldPath(Array(path.names[..<$0])) } })
    }

    /// The type of a field: declared, an object around declared ones, or below one whose content is open; else nil.
    func type(of path: FieldPath) -> ValueType? {
        if let type = types[path] { return type }
        if parents.contains(path) { return .map(.string, .dyn) }
        var names = path.names
        var below = 0
        while names.count > 1 {
            names.removeLast()
            below += 1
            guard let type = types[FieldPath(names)] else { continue }
            return Self.content(of: type, levels: below)
        }
        return nil
    }

    private static func content(of type: ValueType, levels: Int) -> ValueType? {
        guard levels > 0 else { return type }
        return switch type {
        case .dyn: .dyn
        case .map(_, let value): content(of: value, levels: levels - 1)
        default: nil
        }
    }

    /// The declared field whose name is nearest to an unknown one.
    func nearest(to path: FieldPath) -> String? {
        NearName.nearest(to: path.description, among: types.keys.lazy.map(\.description))
    }
}
