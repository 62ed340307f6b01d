// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A function of the language: name, forms and types, and what it does; `docs/expressions.md` is checked against it.
package struct FunctionSpec: Sendable {
    struct Overload: Sendable {
        /// Of a member function the first is what stands before the dot.
        let parameters: [ValueType]
        let result: ValueType
    }

    package let name: String
    /// Whether it is called as `value.name(...)`.
    package let isMember: Bool
    let code: FunctionCode
    let overloads: [Overload]
    /// One phrase for the documentation.
    package let summary: String

    init(
        _ name: String, member: Bool = false, _ code: FunctionCode, _ overloads: [([ValueType], ValueType)],
        _ summary: String
    ) {
        self.name = name
        isMember = member
        self.code = code
        self.overloads = overloads.map { Overload(parameters: $0.0, result: $0.1) }
        self.summary = summary
    }

    /// The forms as a reader writes them: `string.contains(string) -> bool`.
    package var signatures: [String] {
        overloads.map { overload in
            var parameters = overload.parameters.map(\.description)
            let receiver = isMember ? parameters.removeFirst() + "." : ""
            return "\(receiver)\(name)(\(parameters.joined(separator: ", "))) -> \(overload.result)"
        }
    }
}
