// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import YAML

/// Checks one option's value against its type.
struct OptionCheck {
    let name: String
    let owner: String
    let keySpan: SourceSpan
    /// Whether the value is a secret: then no message quotes it.
    private var isSecret = false

    init(name: String, owner: String, keySpan: SourceSpan) {
        self.name = name
        self.owner = owner
        self.keySpan = keySpan
    }

    mutating func value(
        of value: ConfigValue, as type: OptionType, context: inout some ReportingContext
    ) -> OptionReader.Value? {
        if case .scalar(let scalar) = value.content, scalar.isBroken { return nil }
        switch type {
        case .text: return text(value, context: &context).map { .scalar($0) }
        case .secret:
            isSecret = true
            context.conceal(value.span)
            return text(value, context: &context).map { .scalar($0) }
        case .expression: return expression(value, context: &context).map { .scalar($0) }
        case .flag: return flag(value, context: &context)
        case .secrets:
            isSecret = true
            context.conceal(value.span)
            return texts(value, context: &context).map { .scalars($0) }
        case .integer(let range): return integer(value, in: range, context: &context)
        case .number(let range): return number(value, in: range, context: &context)
        case .duration(let range): return duration(value, in: range, context: &context)
        case .byteSize(let range): return byteSize(value, in: range, context: &context)
        case .choice(let names, let later):
            guard let scalar = text(value, context: &context) else { return nil }
            if later.contains(scalar.text) {
                context.report(
                    "'\(name): \(scalar.text)' is not available in this version", at: scalar.span,
                    hint: "write \(names.map { "'\($0)'" }.joined(separator: " or "))")
                return nil
            }
            return choice(scalar, among: names, context: &context) ? .scalar(scalar) : nil
        case .choices(let names):
            guard let scalars = texts(value, context: &context) else { return nil }
            let good = scalars.filter { choice($0, among: names, context: &context) }
            return good.count == scalars.count ? .scalars(good) : nil
        case .texts: return texts(value, context: &context).map { .scalars($0) }
        case .field:
            guard let scalar = text(value, context: &context) else { return nil }
            return field(scalar, context: &context).map { .field($0) }
        case .fields:
            guard let scalars = texts(value, context: &context) else { return nil }
            return .fields(scalars.compactMap { field($0, context: &context) })
        case .table(let options):
            return .table(
                OptionReader(value, owner: "'\(name)'", span: keySpan, options: options, context: &context))
        case .map: return map(value, context: &context).map { .map($0) }
        }
    }

    /// A field path written as a scalar.
    func field(_ scalar: ConfigScalar, context: inout some ReportingContext) -> FieldReference? {
        do throws(ValueError) {
            return FieldReference(path: try FieldPathText.parse(scalar.text), span: scalar.span)
        } catch {
            context.report("field \(scalar.quoted) \(error.message)", at: scalar.span, hint: error.hint)
            return nil
        }
    }

    private func scalar(_ value: ConfigValue, want: String, context: inout some ReportingContext) -> ConfigScalar? {
        if case .scalar(let scalar) = value.content, scalar.value != .null || scalar.hasSubstitutions { return scalar }
        wrong(value, want: want, context: &context)
        return nil
    }

    private func wrong(_ value: ConfigValue, want: String, hint: String? = nil, context: inout some ReportingContext) {
        let found =
            if !isSecret, case .scalar(let scalar) = value.content, scalar.value != .null {
                scalar.quoted
            } else {
                value.kind
            }
        let place = value.span.start == value.span.end ? keySpan : value.span
        context.report("'\(name)' must be \(want), found \(found)", at: place, hint: hint)
    }

    private func text(_ value: ConfigValue, context: inout some ReportingContext) -> ConfigScalar? {
        guard let scalar = scalar(value, want: "text", context: &context) else { return nil }
        guard scalar.value == .string || scalar.hasSubstitutions else {
            wrong(value, want: "text", hint: "put it into quotes", context: &context)
            return nil
        }
        return scalar
    }

    /// An expression may be written as a plain `true` or `5`: quotes would change nothing.
    private func expression(_ value: ConfigValue, context: inout some ReportingContext) -> ConfigScalar? {
        scalar(value, want: "a CEL expression", context: &context)
    }

    private func texts(_ value: ConfigValue, context: inout some ReportingContext) -> [ConfigScalar]? {
        guard case .list(let items) = value.content else {
            wrong(value, want: "a list", hint: "write [a, b], or one entry per line after '- '", context: &context)
            return nil
        }
        guard !items.isEmpty else {
            context.report("'\(name)' is an empty list", at: value.span)
            return nil
        }
        var seen: Set<String> = []
        let sound = items.filter { if case .scalar(let scalar) = $0.content { !scalar.isBroken } else { true } }
        let scalars = sound.compactMap { text($0, context: &context) }
        for scalar in scalars where !seen.insert(scalar.text).inserted {
            let what = isSecret ? "the same text" : scalar.quoted
            context.report("\(what) is in '\(name)' twice", at: scalar.span)
        }
        return scalars.count == items.count ? scalars : nil
    }

    private func flag(_ value: ConfigValue, context: inout some ReportingContext) -> OptionReader.Value? {
        guard let scalar = scalar(value, want: "true or false", context: &context) else { return nil }
        if case .bool(let flag) = scalar.value { return .flag(flag) }
        let hint =
            ["yes", "no", "on", "off"].contains(scalar.text.lowercased()) ? "YAML 1.2 knows true and false only" : nil
        wrong(value, want: "true or false", hint: hint, context: &context)
        return nil
    }

    private func integer(
        _ value: ConfigValue, in range: ClosedRange<Int64>, context: inout some ReportingContext
    ) -> OptionReader.Value? {
        let want = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let scalar = scalar(value, want: want, context: &context) else { return nil }
        if case .integer(let number) = scalar.value, range.contains(number) { return .integer(number) }
        wrong(value, want: want, context: &context)
        return nil
    }

    private func number(
        _ value: ConfigValue, in range: ClosedRange<Double>, context: inout some ReportingContext
    ) -> OptionReader.Value? {
        let want = "a number from \(range.lowerBound) to \(range.upperBound)"
        guard let scalar = scalar(value, want: want, context: &context) else { return nil }
        switch scalar.value {
        case .integer(let number) where range.contains(Double(number)): return .number(Double(number))
        case .float(let number) where range.contains(number): return .number(number)
        default:
            wrong(value, want: want, context: &context)
            return nil
        }
    }

    private func duration(
        _ value: ConfigValue, in range: ClosedRange<Duration>, context: inout some ReportingContext
    ) -> OptionReader.Value? {
        guard let scalar = scalar(value, want: "a duration such as 10s", context: &context) else { return nil }
        do throws(ValueError) {
            let duration = try DurationText.parse(scalar.text)
            guard range.contains(duration) else {
                let (low, high) = (DurationText.text(range.lowerBound), DurationText.text(range.upperBound))
                throw ValueError("is not from \(low) to \(high)")
            }
            return .duration(duration)
        } catch {
            context.report("'\(name)': duration \(scalar.quoted) \(error.message)", at: scalar.span, hint: error.hint)
            return nil
        }
    }

    private func byteSize(
        _ value: ConfigValue, in range: ClosedRange<Int64>, context: inout some ReportingContext
    ) -> OptionReader.Value? {
        guard let scalar = scalar(value, want: "a size such as 64MiB", context: &context) else { return nil }
        do throws(ValueError) {
            let size = try ByteSizeText.parse(scalar.text)
            guard range.contains(size) else {
                let (low, high) = (ByteSizeText.text(range.lowerBound), ByteSizeText.text(range.upperBound))
                throw ValueError("is not from \(low) to \(high)")
            }
            return .integer(size)
        } catch {
            context.report("'\(name)': size \(scalar.quoted) \(error.message)", at: scalar.span, hint: error.hint)
            return nil
        }
    }

    private func choice(_ scalar: ConfigScalar, among names: [String], context: inout some ReportingContext) -> Bool {
        if names.contains(scalar.text) { return true }
        let wanted = names.map { "'\($0)'" }.joined(separator: ", ")
        let near = scalar.isSecret ? nil : NearName.of(scalar.text, among: names)
        context.report(
            "'\(name)' must be \(names.count > 1 ? "one of " : "")\(wanted), found \(scalar.quoted)", at: scalar.span,
            hint: near.map { "did you mean '\($0)'?" })
        return false
    }

    private func map(_ value: ConfigValue, context: inout some ReportingContext) -> [ConfigEntry]? {
        guard case .table(let entries) = value.content else {
            if value.isNull { return [] }
            wrong(value, want: "a mapping", context: &context)
            return nil
        }
        return entries
    }
}
