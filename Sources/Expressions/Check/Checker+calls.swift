// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Checker {
    mutating func call(_ name: SyntaxNode.Name, _ arguments: [SyntaxNode], _ node: SyntaxNode) -> CheckedNode {
        if name.text == "has" { return has(name, arguments, node) }
        return resolve(name, isMember: false, arguments.map { check($0) }, node)
    }

    mutating func memberCall(
        _ receiver: SyntaxNode, _ name: SyntaxNode.Name, _ arguments: [SyntaxNode], _ node: SyntaxNode
    ) -> CheckedNode {
        if let kind = Self.loopKind(of: name.text) { return loop(kind, receiver, name, arguments, node) }
        return resolve(name, isMember: true, [check(receiver)] + arguments.map { check($0) }, node)
    }

    private mutating func resolve(
        _ name: SyntaxNode.Name, isMember: Bool, _ arguments: [CheckedNode], _ node: SyntaxNode
    ) -> CheckedNode {
        guard let function = FunctionTable.find(name.text, isMember: isMember) else {
            unknown(name, isMember: isMember)
            return invalid(node)
        }
        let fitting = function.overloads.filter { overload in
            overload.parameters.count == arguments.count
                && zip(overload.parameters, arguments).allSatisfy { $0.matches($1.type) }
        }
        guard !fitting.isEmpty else {
            let given = arguments.dropFirst(isMember ? 1 : 0).map(\.type.description).joined(separator: ", ")
            let receiver = isMember ? arguments.first.map { "\($0.type)." } ?? "" : ""
            failures.add(
                node.range, "no form of '\(name.text)' fits \(receiver)\(name.text)(\(given))",
                hint: "it has \(function.signatures.joined(separator: "; "))")
            return invalid(node)
        }
        return result(.call(function.code, arguments), Self.joined(fitting.map(\.result)), node)
    }

    private mutating func unknown(_ name: SyntaxNode.Name, isMember: Bool) {
        if FunctionTable.later.contains(name.text) {
            let hint = name.text == "matches" ? "use contains, startsWith or endsWith" : nil
            failures.add(name.range, "'\(name.text)' is not available in this version", hint: hint)
            return
        }
        if FunctionTable.find(name.text, isMember: !isMember) != nil {
            let form = isMember ? "\(name.text)(value)" : "value.\(name.text)(...)"
            failures.add(name.range, "'\(name.text)' is not called so", hint: "write \(form)")
            return
        }
        if !isMember, Self.loopKind(of: name.text) != nil {
            failures.add(name.range, "'\(name.text)' is not called so", hint: "write list.\(name.text)(x, condition)")
            return
        }
        let names = FunctionTable.all.filter { $0.isMember == isMember }.map(\.name)
        let macros = isMember ? ["all", "exists", "exists_one", "filter", "map"] : ["has"]
        let near =
            NearName.nearest(to: name.text, among: names + macros)
            ?? NearName.nearest(to: name.text, among: FunctionTable.all.map(\.name))
        failures.add(name.range, "unknown function '\(name.text)'", hint: near.map { "did you mean '\($0)'?" })
    }
}
