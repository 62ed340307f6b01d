// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What an option's value may be. The reader checks it, the reference documentation prints it.
package indirect enum OptionType: Sendable {
    case text
    /// Text that no output shows.
    case secret
    /// A list of such texts, at least one.
    case secrets
    case flag
    case integer(ClosedRange<Int64>)
    case number(ClosedRange<Double>)
    case duration(ClosedRange<Duration>)
    /// A size with its unit.
    case byteSize(ClosedRange<Int64>)
    /// One of some names; those that come with a later version are refused with that reason.
    case choice([String], later: [String] = [])
    /// A list of choices without repetition, at least one.
    case choices([String])
    /// A list of texts without repetition, at least one.
    case texts
    /// A path to a field, names joined by dots.
    case field
    /// A list of paths to fields, at least one.
    case fields
    /// A CEL expression.
    case expression
    /// A table with options of its own.
    case table([OptionSpec])
    /// A table with any keys and text behind each.
    case map

    /// The type as the documentation names it.
    package var summary: String {
        switch self {
        case .text: "text"
        case .secret: "text (secret)"
        case .secrets: "list of texts (secret)"
        case .flag: "true or false"
        case .integer(let range): "whole number, \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "number, \(range.lowerBound) to \(range.upperBound)"
        case .duration(let range):
            "duration, \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound))"
        case .byteSize(let range):
            "size, \(ByteSizeText.text(range.lowerBound)) to \(ByteSizeText.text(range.upperBound))"
        case .choice(let names, _): names.map { "`\($0)`" }.joined(separator: ", ")
        case .choices(let names): "list of " + names.map { "`\($0)`" }.joined(separator: ", ")
        case .texts: "list of texts"
        case .field: "field"
        case .fields: "list of fields"
        case .expression: "CEL expression"
        case .table: "table"
        case .map: "table of texts"
        }
    }
}
