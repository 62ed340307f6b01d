// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A small value that is written as one string, in JSON as in commit metadata and file names.
package protocol TextCodable: Codable, CustomStringConvertible {
    /// Reads exactly what `description` writes; nil for anything else.
    init?(text: some StringProtocol)
}

extension TextCodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a \(Self.self)")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
