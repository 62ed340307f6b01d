// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Checker {
    mutating func unary(_ symbol: Symbol, _ operand: CheckedNode, _ node: SyntaxNode) -> CheckedNode {
        if symbol == .not {
            requireBool(operand, "operand of '!'")
            return result(.not(operand), .bool, node)
        }
        switch operand.type {
        case .int, .double, .dyn:
            return result(.negate(operand), operand.type, node)
        default:
            return fail(node, "'-' is not defined for \(operand.type)")
        }
    }

    mutating func binary(
        _ binary: BinaryOperator, _ leftNode: SyntaxNode, _ rightNode: SyntaxNode, _ node: SyntaxNode
    ) -> CheckedNode {
        if binary == .in, let header = header(leftNode, in: rightNode, node) { return header }
        let isEquality = binary == .equal || binary == .notEqual
        let left = isEquality ? typeName(leftNode, beside: rightNode) ?? check(leftNode) : check(leftNode)
        let right = isEquality ? typeName(rightNode, beside: leftNode) ?? check(rightNode) : check(rightNode)
        let type: ValueType? =
            switch binary {
            case .equal, .notEqual: left.type.isEquatable(to: right.type) ? .bool : nil
            case .less, .lessOrEqual, .greater, .greaterOrEqual: left.type.isOrdered(with: right.type) ? .bool : nil
            case .in: membership(left.type, right.type)
            case .add: left.type.sum(with: right.type)
            case .modulo:
                left.type == .double || right.type == .double ? nil : left.type.product(with: right.type)
            case .subtract, .multiply, .divide: left.type.product(with: right.type)
            }
        guard let type else {
            return fail(
                node, "'\(binary.rawValue)' is not defined for \(left.type) and \(right.type)",
                hint: Self.hint(binary, left.type, right.type))
        }
        return result(.binary(binary, left, right), type, node)
    }

    /// `"name" in kafka.headers`; nil where the right side is something else.
    private mutating func header(
        _ leftNode: SyntaxNode, in rightNode: SyntaxNode, _ node: SyntaxNode
    ) -> CheckedNode? {
        guard case .headers = reference(of: rightNode) else { return nil }
        guard case .literal(.string(let name)) = leftNode.kind else {
            return fail(leftNode, "the name of a header is a string literal here")
        }
        readsHeaders = true
        return result(.hasHeader(String(decoding: name, as: UTF8.self)), .bool, node)
    }

    /// `int` and its like beside `type(x)`: there a name of a type, everywhere else a field.
    private func typeName(_ node: SyntaxNode, beside other: SyntaxNode) -> CheckedNode? {
        guard case .call(let function, _) = other.kind, function.text == "type" else { return nil }
        guard case .name(let name, isField: false) = node.kind, !locals.contains(where: { $0.name == name }) else {
            return nil
        }
        guard let kind = Value.Kind.allCases.first(where: { $0.typeName == name && $0 != .error }) else { return nil }
        return result(.typeName(kind), .type, node)
    }

    private func membership(_ element: ValueType, _ container: ValueType) -> ValueType? {
        switch container {
        case .dyn: .bool
        case .list(let type): element.isEquatable(to: type) ? .bool : nil
        case .map(let key, _): element.isEquatable(to: key) ? .bool : nil
        default: nil
        }
    }

    private static func hint(_ binary: BinaryOperator, _ left: ValueType, _ right: ValueType) -> String? {
        switch (binary, left, right) {
        case (.in, .string, .string): return "write text.contains(part)"
        case (.add, .string, _): return "convert the right side: string(...)"
        case (.add, _, .string): return "convert the left side: string(...)"
        default: break
        }
        guard left != right else { return nil }
        if left.isNumeric && right.isNumeric { return "convert one side: int(...), uint(...) or double(...)" }
        if left.isNumeric && right == .string { return "convert the right side: \(left)(...)" }
        if left == .string && right.isNumeric { return "convert the left side: \(right)(...)" }
        return nil
    }

    mutating func index(_ operand: CheckedNode, _ index: CheckedNode, _ node: SyntaxNode) -> CheckedNode {
        let element: ValueType?
        switch operand.type {
        case .dyn: element = .dyn
        case .list(let type): element = index.type == .dyn || index.type.isNumeric ? type : nil
        case .map(let key, let type):
            element = key.matches(index.type) || (key.isNumeric && index.type.isNumeric) ? type : nil
        default: element = nil
        }
        guard let element else { return fail(node, "\(operand.type) cannot be indexed by \(index.type)") }
        return result(.index(operand, index), element, node)
    }
}
