// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

extension OptionReader {
    /// Checks a value against option specs and reports all that is wrong with it.
    package init(
        _ value: ConfigValue, owner: String, span: SourceSpan, options: [OptionSpec],
        context: inout some ReportingContext
    ) {
        self.init(owner: owner, span: span, declared: options)
        let table = Self.table(value, owner: owner, context: &context)
        for entry in table ?? [] {
            guard let spec = options.first(where: { $0.name == entry.name }) else {
                context.report(
                    "unknown key '\(entry.name)' in \(owner)", at: entry.key.span,
                    hint: NearName.hint(for: entry.name, among: options.map(\.name)))
                continue
            }
            places[spec.name] = entry.value.span
            var check = OptionCheck(name: spec.name, owner: owner, keySpan: entry.key.span)
            values[spec.name] = check.value(of: entry.value, as: spec.type, context: &context)
        }
        guard table != nil else { return }
        addDefaults(options, context: &context)
    }

    /// Checks a table whose keys are fields.
    init(
        fields value: ConfigValue, of type: OptionType, owner: String, span: SourceSpan,
        context: inout some ReportingContext
    ) {
        self.init(owner: owner, span: span, declared: [])
        guard let table = Self.table(value, owner: owner, context: &context) else { return }
        if table.isEmpty {
            context.report("\(owner) names no field", at: span, hint: "write 'field: value' below it")
        }
        for entry in table {
            var check = OptionCheck(name: entry.name, owner: owner, keySpan: entry.key.span)
            let field = check.field(entry.key, context: &context)
            guard case .scalar(let scalar) = check.value(of: entry.value, as: type, context: &context), let field else {
                continue
            }
            entries.append(FieldEntry(field: field, value: scalar))
        }
    }

    private static func table(_ value: ConfigValue, owner: String, context: inout some ReportingContext)
        -> [ConfigEntry]?
    {
        if case .table(let entries) = value.content { return entries }
        if value.isNull { return [] }
        context.report("\(owner) must be a mapping of options, found \(value.kind)", at: value.span)
        return nil
    }

    private mutating func addDefaults(_ options: [OptionSpec], context: inout some ReportingContext) {
        for spec in options where places[spec.name] == nil {
            if spec.isRequired {
                context.report(
                    "\(owner) needs '\(spec.name)'", at: span, hint: "it is \(spec.type.summary): \(spec.doc)")
            } else if let fallback = spec.fallback {
                let scalar = ConfigScalar(text: fallback, standingAt: span)
                let value = ConfigValue(content: .scalar(scalar), span: span)
                var check = OptionCheck(name: spec.name, owner: owner, keySpan: span)
                values[spec.name] = check.value(of: value, as: spec.type, context: &context)
            } else if case .table(let nested) = spec.type, !nested.contains(where: \.isRequired) {
                let empty = ConfigValue(content: .table([]), span: span)
                values[spec.name] = .table(
                    OptionReader(empty, owner: "'\(spec.name)'", span: span, options: nested, context: &context))
            }
        }
    }
}
