// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import Testing

/// A JSON value.
enum JSONRow: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case string(String)
    case array([JSONRow])
    case object([String: JSONRow])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONRow].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONRow].self))
        }
    }

    subscript(name: String) -> JSONRow? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    var string: String? { if case .string(let value) = self { value } else { nil } }
    var array: [JSONRow]? { if case .array(let value) = self { value } else { nil } }
    var names: [String] { if case .object(let members) = self { members.keys.sorted() } else { [] } }
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
}

/// The rows of the file of conformance cases: `SLUICE_BURROW_CASES`, or the one beside the repository.
struct SharedRow: Sendable, CustomTestStringConvertible {
    let row: JSONRow

    var testDescription: String { row["name"]?.string ?? "row" }

    static let path: String = {
        if let given = getenv("SLUICE_BURROW_CASES") { return String(cString: given) }
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/") + "/../shared/conformance/burrow/cases.json"
    }()

    /// A file that was asked for by name has to be there.
    static let isThere = getenv("SLUICE_BURROW_CASES") != nil || access(path, R_OK) == 0
    static let skipped = "the conformance cases are not on this machine: set SLUICE_BURROW_CASES"

    static func all(_ kind: String) -> [SharedRow] {
        guard isThere else { return [] }
        return rows.filter { $0.row["kind"]?.string == kind }
    }

    private static let rows: [SharedRow] = {
        guard let bytes = bytes(of: path), let file = try? JSONDecoder().decode(JSONRow.self, from: Data(bytes)) else {
            return []
        }
        return (file["cases"]?.array ?? []).map(SharedRow.init)
    }()

    private static func bytes(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }
}
