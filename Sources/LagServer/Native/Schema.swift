// Sluice
// SPDX-License-Identifier: Apache-2.0

import Telemetry

/// The shape of a JSON value of the native API; the OpenAPI document and the reference page are made from it.
indirect enum Schema: Sendable {
    case string
    case integer
    case number
    case boolean
    /// One of these texts.
    case choice([String])
    /// Or null.
    case optional(Schema)
    case list(Schema)
    /// An object with any names and values of one shape.
    case map(Schema)
    /// An object with exactly these members.
    case object([Property])
    /// A schema of `Schemas.all`.
    case named(String)

    struct Property: Sendable {
        let name: String
        let schema: Schema
        let doc: String

        init(_ name: String, _ schema: Schema, _ doc: String) {
            self.name = name
            self.schema = schema
            self.doc = doc
        }
    }

    /// As JSON Schema 2020-12, which OpenAPI 3.1 takes.
    func write(_ json: inout JSONWriter, doc: String? = nil) {
        json.object { json in
            if let doc { json.field("description", doc) }
            members(&json, orNull: false)
        }
    }

    private func members(_ json: inout JSONWriter, orNull: Bool) {
        switch self {
        case .string: type("string", orNull, &json)
        case .integer: type("integer", orNull, &json)
        case .number: type("number", orNull, &json)
        case .boolean: type("boolean", orNull, &json)
        case .choice(let texts):
            type("string", orNull, &json)
            json.key("enum")
            json.array { json in
                for text in texts { json.string(text) }
                if orNull { json.null() }
            }
        case .optional(let inner): inner.members(&json, orNull: true)
        case .list(let element):
            type("array", orNull, &json)
            json.key("items")
            element.write(&json)
        case .map(let value):
            type("object", orNull, &json)
            json.key("additionalProperties")
            value.write(&json)
        case .object(let properties):
            type("object", orNull, &json)
            json.key("properties")
            json.object { json in
                for property in properties {
                    json.key(property.name)
                    property.schema.write(&json, doc: property.doc)
                }
            }
            json.key("required")
            json.array(properties) { $0.string($1.name) }
            json.field("additionalProperties", false)
        case .named(let name) where orNull:
            json.key("oneOf")
            json.array { json in
                json.object { $0.field("$ref", "#/components/schemas/\(name)") }
                json.object { $0.field("type", "null") }
            }
        case .named(let name): json.field("$ref", "#/components/schemas/\(name)")
        }
    }

    private func type(_ name: String, _ orNull: Bool, _ json: inout JSONWriter) {
        json.key("type")
        if orNull { json.array([name, "null"]) { $0.string($1) } } else { json.string(name) }
    }

    /// In a few words, for the reference page.
    var summary: String {
        switch self {
        case .string: "text"
        case .integer: "whole number"
        case .number: "number"
        case .boolean: "true or false"
        case .choice(let texts): texts.map { "`\($0)`" }.joined(separator: ", ")
        case .optional(let inner): "\(inner.summary) or null"
        case .list(let element): "list of \(element.summary)"
        case .map(let value): "object, each value a \(value.summary)"
        case .object: "object"
        case .named(let name): "[\(name)](#\(name.lowercased()))"
        }
    }
}
