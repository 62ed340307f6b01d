// Sluice
// SPDX-License-Identifier: Apache-2.0

/// JSON values as a plain tree: the model that edits of records are compared with.
indirect enum Tree: Equatable {
    struct Member: Equatable {
        var name: String
        var value: Tree
    }

    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([Tree])
    case object([Member])

    /// The form of SimdjsonOracle.h.
    func dump(to out: inout [UInt8]) {
        switch self {
        case .null: out += "n".utf8
        case .bool(let value): out += (value ? "t" : "f").utf8
        case .int(let value): out += "i\(value);".utf8
        case .double(let value): out += "d\(String(value.bitPattern, radix: 16));".utf8
        case .string(let value): out += "s\(value.utf8.count):\(value)".utf8
        case .array(let elements):
            out += "[".utf8
            for element in elements { element.dump(to: &out) }
            out += "]".utf8
        case .object(let members):
            out += "{".utf8
            for member in members {
                out += "s\(member.name.utf8.count):\(member.name)".utf8
                member.value.dump(to: &out)
            }
            out += "}".utf8
        }
    }

    var dump: [UInt8] {
        var out: [UInt8] = []
        dump(to: &out)
        return out
    }

    /// The value without members that a later one of the same name overrides.
    var withoutDuplicates: Tree {
        switch self {
        case .array(let elements): return .array(elements.map(\.withoutDuplicates))
        case .object(let members):
            var kept: [Member] = []
            for (index, member) in members.enumerated()
            where !members[(index + 1)...].contains(where: { $0.name.utf8.elementsEqual(member.name.utf8) }) {
                kept.append(Member(name: member.name, value: member.value.withoutDuplicates))
            }
            return .object(kept)
        default: return self
        }
    }

    func value(at path: ArraySlice<String>) -> Tree? {
        guard let name = path.first else { return self }
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value.value(at: path.dropFirst())
    }

    /// Sets a value, creating objects on the way; false where a parent is not an object.
    mutating func set(_ path: ArraySlice<String>, to value: Tree) -> Bool {
        guard let name = path.first else {
            self = value
            return true
        }
        guard case .object(var members) = self else { return false }
        if let index = members.firstIndex(where: { $0.name == name }) {
            guard members[index].value.set(path.dropFirst(), to: value) else { return false }
        } else {
            var added = Tree.object([])
            _ = added.set(path.dropFirst(), to: value)
            members.append(Member(name: name, value: path.count == 1 ? value : added))
        }
        self = .object(members)
        return true
    }

    mutating func remove(_ path: ArraySlice<String>) -> Bool {
        guard let name = path.first, case .object(var members) = self,
            let index = members.firstIndex(where: { $0.name == name })
        else { return false }
        if path.count == 1 {
            members.remove(at: index)
        } else if !members[index].value.remove(path.dropFirst()) {
            return false
        }
        self = .object(members)
        return true
    }

    /// Replaces the values of members with these lower-cased names, at any depth.
    mutating func mask(_ names: Set<String>, with text: String) -> Int {
        var count = 0
        switch self {
        case .array(var elements):
            for index in elements.indices { count += elements[index].mask(names, with: text) }
            self = .array(elements)
        case .object(var members):
            for index in members.indices {
                if names.contains(members[index].name.lowercased()) {
                    members[index].value = .string(text)
                    count += 1
                } else {
                    count += members[index].value.mask(names, with: text)
                }
            }
            self = .object(members)
        default: break
        }
        return count
    }

    /// Replaces each "@" in strings by a text.
    mutating func replaceAtSigns(with text: String) {
        switch self {
        case .string(let value):
            self = .string(value.split(separator: "@", omittingEmptySubsequences: false).joined(separator: text))
        case .array(var elements):
            for index in elements.indices { elements[index].replaceAtSigns(with: text) }
            self = .array(elements)
        case .object(var members):
            for index in members.indices { members[index].value.replaceAtSigns(with: text) }
            self = .object(members)
        default: break
        }
    }
}
