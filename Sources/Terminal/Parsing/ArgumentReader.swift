// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Reads the words after a command's name.
struct ArgumentReader {
    private let program: String
    private let path: [String]
    private let command: CommandSpec
    private var given: [String: [ParsedValue]] = [:]
    private var places: [String] = []

    init(program: String, path: [String], command: CommandSpec) {
        self.program = program
        self.path = path
        self.command = command
    }

    private var verb: String { ([program] + path).joined(separator: " ") }

    /// Whether `--help` or `-h` stands among the words before a `--`; it counts even where other words are wrong.
    func asksForHelp(_ words: ArraySlice<String>) -> Bool {
        words.prefix { $0 != "--" }.contains { $0 == "--help" || ($0 == "-h" && option(short: "h") == nil) }
    }

    mutating func read(_ words: ArraySlice<String>) throws(UsageError) -> ParsedArguments {
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" {
                places += rest
                break
            } else if word.hasPrefix("--") {
                try readLong(word.dropFirst(2), &rest)
            } else if word.hasPrefix("-"), word.count > 1 {
                try readShort(word.dropFirst(), &rest)
            } else {
                places.append(word)
            }
        }
        try place()
        for option in command.options where option.isRequired && given[option.name] == nil {
            throw UsageError("'\(verb)' needs '--\(option.name)'", hint: usageHint)
        }
        return ParsedArguments(path: path, command: command, given: given)
    }

    private mutating func readLong(_ text: Substring, _ rest: inout ArraySlice<String>) throws(UsageError) {
        let equals = text.firstIndex(of: "=")
        let name = String(text[..<(equals ?? text.endIndex)])
        guard let option = command.option(name) else { throw unknown("--\(name)") }
        if option.type == .flag {
            guard equals == nil else { throw UsageError("'--\(name)' takes no value", hint: usageHint) }
            try take(.flag, for: option)
        } else if let equals {
            try take(String(text[text.index(after: equals)...]), for: option)
        } else {
            try takeNext(&rest, for: option)
        }
    }

    /// Reads `-n5`, `-n 5`, `-n=5` and clusters of switches such as `-qv`.
    private mutating func readShort(_ text: Substring, _ rest: inout ArraySlice<String>) throws(UsageError) {
        var letters = text
        while let letter = letters.popFirst() {
            guard let option = option(short: letter) else { throw unknown("-\(letter)") }
            if option.type == .flag {
                try take(.flag, for: option)
            } else if letters.isEmpty {
                try takeNext(&rest, for: option)
            } else {
                let value = letters.hasPrefix("=") ? letters.dropFirst() : letters
                return try take(String(value), for: option)
            }
        }
    }

    private mutating func takeNext(
        _ rest: inout ArraySlice<String>, for option: CommandSpec.Option
    ) throws(UsageError) {
        guard let value = rest.popFirst() else {
            throw UsageError("'--\(option.name)' needs \(option.type.requirement)", hint: usageHint)
        }
        try take(value, for: option)
    }

    private mutating func take(_ text: String, for option: CommandSpec.Option) throws(UsageError) {
        try take(try value(text, option.type, of: "--\(option.name)"), for: option)
    }

    private mutating func take(_ value: ParsedValue, for option: CommandSpec.Option) throws(UsageError) {
        if given[option.name] != nil, !option.isRepeated, option.type != .flag {
            throw UsageError("'--\(option.name)' is given twice", hint: usageHint)
        }
        given[option.name, default: []].append(value)
    }

    private mutating func place() throws(UsageError) {
        var rest = places[...]
        for argument in command.arguments {
            let taken = argument.isRepeated ? rest : rest.prefix(1)
            rest = rest.dropFirst(taken.count)
            guard !taken.isEmpty || !argument.isRequired else {
                throw UsageError("'\(verb)' needs \(argument.name): \(argument.summary)", hint: usageHint)
            }
            for word in taken {
                given[argument.name, default: []].append(try value(word, argument.type, of: argument.name))
            }
        }
        if let word = rest.first { throw UsageError("'\(verb)' does not take '\(word)'", hint: usageHint) }
    }

    private func value(_ text: String, _ type: ValueType, of name: String) throws(UsageError) -> ParsedValue {
        do throws(ValueMismatch) {
            return try type.parse(text)
        } catch {
            var hint: String?
            if case .choice(let names) = type, let near = NearNames.nearest(to: text, in: names) {
                hint = "did you mean '\(near)'?"
            }
            throw UsageError("'\(name)' needs \(type.requirement), not '\(text)'", hint: hint)
        }
    }

    private func option(short letter: Character) -> CommandSpec.Option? {
        command.options.first { $0.short == letter }
    }

    private func unknown(_ word: String) -> UsageError {
        let name = String(word.drop { $0 == "-" })
        if word.hasPrefix("--"), let near = NearNames.nearest(to: name, in: command.options.map(\.name) + ["help"]) {
            return UsageError("'\(verb)' has no option '\(word)'", hint: "did you mean '--\(near)'?")
        }
        return UsageError("'\(verb)' has no option '\(word)'", hint: usageHint)
    }

    private var usageHint: String { "see '\(verb) --help'" }
}
