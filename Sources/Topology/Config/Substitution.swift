// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One `${...}` of a text.
enum Substitution: Equatable {
    case variable(name: String, fallback: String?)
    case file(path: String)

    /// Reads what is between the braces.
    init(_ body: String) throws(ValueError) {
        if body.hasPrefix("file:") {
            let path = String(body.dropFirst(5))
            guard !path.isEmpty else { throw ValueError("'${file:}' names no file", hint: "write '${file:path}'") }
            self = .file(path: path)
            return
        }
        let name = String(body.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        let rest = body.dropFirst(name.count)
        guard let first = name.first, !first.isNumber, rest.isEmpty || rest.hasPrefix(":-") else {
            throw ValueError(
                "'${\(body.prefix(40))}' is not a substitution",
                hint: "write '${NAME}', '${NAME:-default}' or '${file:path}'; '$${' stands for the characters '${'")
        }
        guard !rest.contains("${") else {
            throw ValueError("substitutions do not nest", hint: "give the default as plain text")
        }
        self = .variable(name: name, fallback: rest.isEmpty ? nil : String(rest.dropFirst(2)))
    }
}
