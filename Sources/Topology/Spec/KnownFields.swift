// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Expressions
import Records

/// What is known of a record's fields at one point of the flow.
package struct KnownFields: Sendable {
    /// Types by path where the format names all its fields; nil where a record may have any.
    private(set) var types: [FieldPath: ValueType]?
    /// Fields that a stage has removed, with the label of that stage.
    private var removed: [FieldPath: String] = [:]

    /// The fields for the expression checker; nil where any field may be there.
    package var schema: FieldSchema? { types.map { FieldSchema($0) } }

    mutating func declare(_ types: [FieldPath: ValueType]) { self.types = types }

    mutating func add(_ path: FieldPath, type: ValueType) {
        types?[path] = type
        for length in 1...path.names.count { removed[FieldPath(Array(path.names.prefix(length)))] = nil }
    }

    mutating func remove(_ path: FieldPath, by label: String) {
        removed[path] = label
        guard let types else { return }
        self.types = types.filter { !$0.key.names.starts(with: path.names) }
    }

    /// Why a record cannot have the field here; nil where it may.
    func objection(to path: FieldPath) -> ValueError? {
        for length in 1...max(1, path.names.count) {
            if let label = removed[FieldPath(Array(path.names.prefix(length)))] {
                return ValueError("field '\(path)' is removed by \(label)", hint: "read it before it is removed")
            }
        }
        guard let types, !isKnown(path, among: types) else { return nil }
        let names = types.keys.map(\.description).sorted()
        return ValueError(
            "no earlier stage produces the field '\(path)'", hint: NearName.hint(for: path.description, among: names))
    }

    /// Why an expression reads what has been removed; nil where it does not, or where it is no expression.
    ///
    /// A layout gives equal slots to a path and to a brother of it only if it knows neither: that tells whether the
    /// expression has brought the path.
    func objection(toReadsOf expression: String) -> ValueError? {
        for (path, label) in removed.sorted(by: { $0.key.description < $1.key.description }) {
            var layout = RecordLayout()
            guard case .success = Expression.compile(expression, layout: &layout, schema: nil) else { return nil }
            var other = layout
            let brother = FieldPath(path.names.dropLast() + ["\u{0}"])
            guard let slot = try? layout.slot(for: path), let free = try? other.slot(for: brother), slot != free else {
                continue
            }
            return ValueError("field '\(path)' is removed by \(label)", hint: "read it before it is removed")
        }
        return nil
    }

    /// The field that stands where an object is needed to hold `path`; nil where nothing is in the way.
    func obstacle(to path: FieldPath) -> FieldPath? {
        guard let types else { return nil }
        for length in 1..<max(1, path.names.count) {
            let parent = FieldPath(Array(path.names.prefix(length)))
            if let type = types[parent], !Self.mayHoldFields(type) { return parent }
        }
        return nil
    }

    private func isKnown(_ path: FieldPath, among types: [FieldPath: ValueType]) -> Bool {
        types.contains { known, type in
            known == path || known.names.starts(with: path.names)
                || (path.names.starts(with: known.names) && Self.mayHoldFields(type))
        }
    }

    private static func mayHoldFields(_ type: ValueType) -> Bool {
        switch type {
        case .dyn, .map: true
        default: false
        }
    }
}
