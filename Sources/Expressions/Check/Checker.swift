// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Resolves the names of an expression and finds the types of its parts; reports what cannot work.
struct Checker {
    var failures: Failures
    let schema: FieldSchema?
    /// Variables of the macros around the current node, innermost last.
    var locals: [(name: String, type: ValueType)] = []
    var localsCount = 0
    var readsKey = false
    var readsHeaders = false

    init(schema: FieldSchema?, failures: Failures) {
        self.schema = schema
        self.failures = failures
    }

    mutating func check(_ node: SyntaxNode) -> CheckedNode {
        if let reference = reference(of: node) { return checked(reference, at: node.range) }
        switch node.kind {
        case .invalid:
            return invalid(node)
        case .literal(let literal):
            return result(.literal(literal), literal.type, node)
        case .name(let name, _):
            return localVariable(name, node)
        case .select(let operand, let name):
            let checked = check(operand)
            let member = member(of: checked, name, node)
            if case .invalid = member.kind { noFields(checked, name) }
            return member
        case .index(let operand, let index):
            return self.index(check(operand), check(index), node)
        case .call(let name, let arguments):
            return call(name, arguments, node)
        case .memberCall(let receiver, let name, let arguments):
            return memberCall(receiver, name, arguments, node)
        case .unary(let symbol, let operand):
            return unary(symbol, check(operand), node)
        case .binary(let binary, let left, let right):
            return self.binary(binary, left, right, node)
        case .logic(let isAnd, let operands):
            return logic(isAnd: isAnd, operands, node)
        case .conditional(let condition, let positive, let negative):
            return conditional(check(condition), check(positive), check(negative), node)
        case .list(let elements):
            let checked = elements.map { check($0) }
            return result(.list(checked), .list(Self.joined(checked.map(\.type))), node)
        case .map(let entries):
            return map(entries, node)
        }
    }

    func result(_ kind: CheckedNode.Kind, _ type: ValueType, _ node: SyntaxNode) -> CheckedNode {
        CheckedNode(kind: kind, type: type, range: node.range)
    }

    func invalid(_ node: SyntaxNode) -> CheckedNode {
        CheckedNode(kind: .invalid, type: .dyn, range: node.range)
    }

    mutating func fail(_ node: SyntaxNode, _ message: String, hint: String? = nil) -> CheckedNode {
        failures.add(node.range, message, hint: hint)
        return invalid(node)
    }

    /// The one type of all, or dyn.
    static func joined(_ types: [ValueType]) -> ValueType {
        guard let first = types.first else { return .dyn }
        return types.allSatisfy { $0 == first } ? first : .dyn
    }

    private func localVariable(_ name: String, _ node: SyntaxNode) -> CheckedNode {
        guard let index = locals.lastIndex(where: { $0.name == name }) else { return invalid(node) }
        return result(.local(index), locals[index].type, node)
    }

    private mutating func conditional(
        _ condition: CheckedNode, _ positive: CheckedNode, _ negative: CheckedNode, _ node: SyntaxNode
    ) -> CheckedNode {
        requireBool(condition, "condition before '?'")
        return result(
            .conditional(condition, positive, negative), Self.joined([positive.type, negative.type]), node)
    }

    private mutating func logic(isAnd: Bool, _ operands: [SyntaxNode], _ node: SyntaxNode) -> CheckedNode {
        let checked = operands.map { check($0) }
        for operand in checked { requireBool(operand, "operand of '\(isAnd ? "&&" : "||")'") }
        return result(.logic(isAnd: isAnd, checked), .bool, node)
    }

    mutating func requireBool(_ node: CheckedNode, _ what: String) {
        guard !node.type.mayBeBool else { return }
        failures.add(
            node.range, "\(what) is \(node.type), not bool",
            hint: node.type == .string || node.type == .int ? "compare it: '==', '!='" : nil)
    }

    private mutating func map(_ entries: [SyntaxNode.Entry], _ node: SyntaxNode) -> CheckedNode {
        let checked = entries.map { CheckedNode.Entry(key: check($0.key), value: check($0.value)) }
        for entry in checked {
            switch entry.key.type {
            case .bool, .int, .uint, .string, .dyn: continue
            case let type:
                failures.add(entry.key.range, "key of a map is \(type)", hint: "keys are bool, int, uint or string")
            }
        }
        let type = ValueType.map(
            Self.joined(checked.map(\.key.type)), Self.joined(checked.map(\.value.type)))
        return result(.map(checked), type, node)
    }
}

extension Literal {
    var type: ValueType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        }
    }
}
