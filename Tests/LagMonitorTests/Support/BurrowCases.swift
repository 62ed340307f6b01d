// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Rows that say what Burrow does, each checked against the original: the file beside the package, or the one that
/// `SLUICE_BURROW_CASES` names.
enum BurrowCases {
    /// Whether the file was named: then it must be there.
    static let isNamed = getenv("SLUICE_BURROW_CASES") != nil

    static let path: String = {
        if let named = getenv("SLUICE_BURROW_CASES") { return String(cString: named) }
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/") + "/../shared/conformance/burrow/cases.json"
    }()

    /// For `.enabled(if:)`; a file that was named and is missing fails in `all`.
    static let isThere = isNamed || access(path, R_OK) == 0
    static let absent: Comment = "shared/conformance/burrow/cases.json is not on this machine"

    /// All rows; nil where the file cannot be read or is no JSON of this format.
    static let all: [BurrowCase]? = {
        guard let data = try? Data(contentsOf: URL(filePath: path)),
            let file = try? JSONDecoder().decode(JSONValue.self, from: data)
        else { return nil }
        return (file["cases"] ?? file).array?.map(BurrowCase.init)
    }()

    /// Whether a 32-bit share is the one that a row has, which may have been written with seven digits.
    static func agree(_ share: Float, _ written: Double) -> Bool { (Double(share) - written).magnitude < 1e-6 }

    /// "evaluate", "sequence", "group" or "decode".
    static func rows(_ kind: String) -> [BurrowCase] { all?.filter { $0.kind == kind } ?? [] }
}

/// One row.
struct BurrowCase: Sendable, CustomTestStringConvertible {
    let row: JSONValue

    init(_ row: JSONValue) {
        self.row = row
    }

    var name: String { row["name"]?.string ?? "row without a name" }
    var kind: String { row["kind"]?.string ?? "" }
    var testDescription: String { name }

    /// What 1.9.5 does.
    var expected: JSONValue { row["expected"] ?? .null }
    /// What 1.2.1 does; nil where nobody asked it.
    var expectedOf121: JSONValue? { row["expected_1_2_1"].flatMap { $0 == .null ? nil : $0 } }

    /// Nil where absent or null.
    func integer(_ field: String) -> Int64? { row[field]?.integer }
    func number(_ field: String) -> Double? { row[field]?.number }
    func integers(_ field: String) -> [Int64] { row[field]?.array?.compactMap(\.integer) ?? [] }
}

/// Any JSON; whole numbers keep all their digits.
enum JSONValue: Sendable, Equatable, Decodable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let array = try? value.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    subscript(_ field: String) -> JSONValue? {
        if case .object(let fields) = self { fields[field] } else { nil }
    }

    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var string: String? { if case .string(let value) = self { value } else { nil } }
    var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }

    var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
