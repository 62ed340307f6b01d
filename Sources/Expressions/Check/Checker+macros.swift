// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Checker {
    static func loopKind(of name: String) -> CheckedNode.LoopKind? {
        switch name {
        case "all": .all
        case "exists": .exists
        case "exists_one": .existsOne
        case "filter": .filter
        case "map": .map
        default: nil
        }
    }

    /// `e.all(x, p)` and its like: `x` is known only inside.
    mutating func loop(
        _ kind: CheckedNode.LoopKind, _ receiver: SyntaxNode, _ name: SyntaxNode.Name, _ arguments: [SyntaxNode],
        _ node: SyntaxNode
    ) -> CheckedNode {
        guard arguments.count == 2 || (arguments.count == 3 && kind == .map) else {
            let hint = "write e.\(name.text)(x, ...)"
            if arguments.count == 3 {
                return fail(node, "'\(name.text)' with two variables is not available in this version", hint: hint)
            }
            return fail(node, "'\(name.text)' takes a variable and an expression", hint: hint)
        }
        guard case .name(let variable, isField: false) = arguments[0].kind else {
            if case .invalid = arguments[0].kind { return invalid(node) }
            return fail(
                arguments[0], "'\(name.text)' needs a name for its variable", hint: "write e.\(name.text)(x, ...)")
        }
        guard locals.count < ExpressionsLimits.localsMax else {
            return fail(node, "macros are nested deeper than \(ExpressionsLimits.localsMax) levels")
        }
        let range = check(receiver)
        guard let element = Self.element(of: range.type) else {
            return fail(receiver, "'\(name.text)' walks a list or a map, not \(range.type)")
        }
        locals.append((variable, element))
        localsCount = max(localsCount, locals.count)
        let condition = arguments.count == 3 ? check(arguments[1]) : nil
        let body = check(arguments[arguments.count - 1])
        locals.removeLast()
        if let condition { requireBool(condition, "condition of 'map'") }
        if kind != .map { requireBool(body, "condition of '\(name.text)'") }
        let loop = CheckedNode.Loop(
            kind: kind, range: range, local: locals.count, condition: condition, body: body)
        return result(.loop(loop), Self.type(of: kind, element: element, body: body.type), node)
    }

    private static func element(of type: ValueType) -> ValueType? {
        switch type {
        case .dyn: .dyn
        case .list(let element): element
        case .map(let key, _): key
        default: nil
        }
    }

    private static func type(of kind: CheckedNode.LoopKind, element: ValueType, body: ValueType) -> ValueType {
        switch kind {
        case .all, .exists, .existsOne: .bool
        case .filter: .list(element)
        case .map: .list(body)
        }
    }
}
