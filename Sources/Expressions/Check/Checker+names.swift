// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Checker {
    /// The field or reserved name that a chain of names leads to; nil where it starts with something else.
    func reference(of node: SyntaxNode) -> Reference? {
        switch node.kind {
        case .name(let name, let isField):
            if !isField {
                if locals.contains(where: { $0.name == name }) { return nil }
                if name == OriginField.root { return .root }
            }
            return .field(FieldPath([name]))
        case .select(let operand, let name):
            return reference(of: operand).flatMap { step(from: $0, to: name.text) }
        case .index(let operand, let index):
            guard case .literal(.string(let bytes)) = index.kind else { return nil }
            return reference(of: operand).flatMap { step(from: $0, to: String(decoding: bytes, as: UTF8.self)) }
        default:
            return nil
        }
    }

    private func step(from reference: Reference, to name: String) -> Reference? {
        switch reference {
        case .field(let path): .field(FieldPath(path.names + [name]))
        case .root:
            if name == OriginField.headers {
                .headers
            } else {
                OriginField(rawValue: name).map(Reference.origin) ?? .unknownOrigin(name)
            }
        case .headers: .header(name)
        case .origin, .header, .unknownOrigin: nil
        }
    }

    mutating func checked(_ reference: Reference, at range: Range<Int>) -> CheckedNode {
        switch reference {
        case .field(let path):
            return CheckedNode(kind: .field(path), type: type(of: path, at: range), range: range)
        case .origin(let field):
            if field == .key { readsKey = true }
            return CheckedNode(kind: .origin(field), type: field.type, range: range)
        case .header(let name):
            readsHeaders = true
            return CheckedNode(kind: .header(name), type: .string, range: range)
        case .headers:
            failures.add(
                range, "'kafka.headers' is not a value",
                hint: "name one: kafka.headers[\"name\"], or test \"name\" in it")
        case .root:
            failures.add(
                range, "'kafka' is not a value but the place of Kafka's metadata",
                hint: "a record's field of that name is written `kafka` in backticks")
        case .unknownOrigin(let name):
            let names = OriginField.allCases.map(\.rawValue) + [OriginField.headers]
            let near = NearName.nearest(to: name, among: names)
            failures.add(
                range, "kafka has no '\(name)'",
                hint: near.map { "did you mean 'kafka.\($0)'?" } ?? "it has \(names.joined(separator: ", "))")
        }
        return CheckedNode(kind: .invalid, type: .dyn, range: range)
    }

    /// The type of a field by the schema; notes a failure where the schema does not have it.
    private mutating func type(of path: FieldPath, at range: Range<Int>) -> ValueType {
        guard let schema else { return .dyn }
        if let type = schema.type(of: path) { return type }
        let near = schema.nearest(to: path)
        failures.add(range, "unknown field '\(path)'", hint: near.map { "did you mean '\($0)'?" })
        return .dyn
    }

    /// Selection of a name in a value that is not a field: a map of the expression, a variable, an element.
    func member(of operand: CheckedNode, _ name: SyntaxNode.Name, _ node: SyntaxNode) -> CheckedNode {
        switch operand.type {
        case .dyn:
            return result(.member(operand, name.text), .dyn, node)
        case .map(_, let value):
            return result(.member(operand, name.text), value, node)
        default:
            return result(.invalid, .dyn, node)
        }
    }

    /// `has(e.name)`: of fields at any depth, of Kafka's metadata, and of maps.
    mutating func has(_ name: SyntaxNode.Name, _ arguments: [SyntaxNode], _ node: SyntaxNode) -> CheckedNode {
        guard arguments.count == 1, let argument = arguments.first else {
            return fail(node, "'has' takes one field", hint: "write has(user.id)")
        }
        if case .index = argument.kind {
            return fail(
                argument, "'has' takes a selection, not an index", hint: "write has(a.b), or \"b\" in a")
        }
        if let reference = reference(of: argument) { return has(reference, argument, node) }
        guard case .select(let operand, let field) = argument.kind else {
            if case .invalid = argument.kind { return invalid(node) }
            return fail(argument, "'has' takes a field", hint: "write has(user.id)")
        }
        let checkedOperand = check(operand)
        let member = member(of: checkedOperand, field, argument)
        if case .invalid = member.kind {
            noFields(checkedOperand, field)
            return invalid(node)
        }
        return result(.hasMember(checkedOperand, field.text), .bool, node)
    }

    private mutating func has(_ reference: Reference, _ argument: SyntaxNode, _ node: SyntaxNode) -> CheckedNode {
        switch reference {
        case .field(let path):
            _ = type(of: path, at: argument.range)
            return result(.hasField(path), .bool, node)
        case .origin(let field):
            if field == .key { readsKey = true }
            return result(.hasOrigin(field), .bool, node)
        case .header(let name):
            readsHeaders = true
            return result(.hasHeader(name), .bool, node)
        case .headers, .root, .unknownOrigin:
            _ = checked(reference, at: argument.range)
            return invalid(node)
        }
    }

    mutating func noFields(_ operand: CheckedNode, _ name: SyntaxNode.Name) {
        failures.add(name.range, "\(operand.type) has no field '\(name.text)'")
    }
}
