// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// The options of one use of a stage, an output or a section, checked against their specs.
///
/// Everything that is wrong has been reported when a reader exists. A getter gives nil where an option is absent
/// without a default, or wrong: a `make` that needs it gives up in silence. Asking for an option that no spec
/// declares is a programming error.
package struct OptionReader: Sendable {
    /// A checked value.
    enum Value: Sendable {
        case scalar(ConfigScalar)
        case flag(Bool)
        case integer(Int64)
        case number(Double)
        case duration(Duration)
        case scalars([ConfigScalar])
        case field(FieldReference)
        case fields([FieldReference])
        case table(OptionReader)
        case map([ConfigEntry])
    }

    /// What the options belong to, for messages: "stage 'set'".
    package let owner: String
    /// The place of the key that the options stand behind.
    package let span: SourceSpan
    /// The entries of a stage whose shape is `.fields`.
    package internal(set) var entries: [FieldEntry] = []
    var values: [String: Value] = [:]
    var places: [String: SourceSpan] = [:]
    private let declared: Set<String>

    init(owner: String, span: SourceSpan, declared: [OptionSpec]) {
        self.owner = owner
        self.span = span
        self.declared = Set(declared.map(\.name))
    }

    private func value(_ name: String) -> Value? {
        precondition(declared.contains(name), "option '\(name)' is not declared in the spec")
        return values[name]
    }

    /// Whether the file itself gives the option.
    package func isWritten(_ name: String) -> Bool { places[name] != nil }

    /// The place of an option's value; the place of the whole where a default stands for it.
    package func span(of name: String) -> SourceSpan { places[name] ?? span }

    /// A text, a choice or an expression with its places.
    package func scalar(_ name: String) -> ConfigScalar? {
        if case .scalar(let scalar) = value(name) { scalar } else { nil }
    }

    package func text(_ name: String) -> String? { scalar(name)?.text }

    package func secret(_ name: String) -> SecretString? { text(name).map(SecretString.init) }

    package func flag(_ name: String) -> Bool? {
        if case .flag(let flag) = value(name) { flag } else { nil }
    }

    package func integer(_ name: String) -> Int64? {
        if case .integer(let integer) = value(name) { integer } else { nil }
    }

    package func number(_ name: String) -> Double? {
        if case .number(let number) = value(name) { number } else { nil }
    }

    /// A size in bytes.
    package func byteSize(_ name: String) -> Int64? { integer(name) }

    package func duration(_ name: String) -> Duration? {
        if case .duration(let duration) = value(name) { duration } else { nil }
    }

    /// Texts or choices with their places.
    package func scalars(_ name: String) -> [ConfigScalar]? {
        if case .scalars(let scalars) = value(name) { scalars } else { nil }
    }

    package func texts(_ name: String) -> [String]? { scalars(name)?.map(\.text) }

    package func field(_ name: String) -> FieldReference? {
        if case .field(let field) = value(name) { field } else { nil }
    }

    package func fields(_ name: String) -> [FieldReference]? {
        if case .fields(let fields) = value(name) { fields } else { nil }
    }

    /// The options of a table; nil where it is absent and has no defaults of its own.
    package func table(_ name: String) -> OptionReader? {
        if case .table(let reader) = value(name) { reader } else { nil }
    }

    /// The keys of a free table with text behind each.
    package func map(_ name: String) -> [ConfigEntry]? {
        if case .map(let entries) = value(name) { entries } else { nil }
    }
}
