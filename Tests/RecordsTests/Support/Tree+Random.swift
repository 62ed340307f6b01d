// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Tree {
    /// Names that random objects use: few, so that paths meet and duplicates happen; some with odd bytes.
    static let names = [
        "a", "b", "user", "Password", "PASSWORD", "token", "é\"\\", "", "a\nb", "long name of a member 17",
    ]

    private static let texts = [
        "", "x", "plain text of some length, longer than sixteen bytes", "quote \" backslash \\ slash /",
        "tab\tline\nend\r",
        "bob@example.com", "한국어 문자열 @ 그리고 더", "\u{0}\u{1}\u{1f}", "😀😀😀 emoji", "\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}",
    ]

    static func random(_ random: inout Seeded, depth: Int, isTop: Bool = false) -> Tree {
        let choice = isTop ? 8 : random.below(depth > 0 ? 10 : 7)
        switch choice {
        case 0: return .null
        case 1: return .bool(random.chance(2))
        case 2: return .int(Int64(random.below(2000)) - 1000)
        case 3: return .int(random.pick([.min, .max, 0, 1 << 53]))
        case 4:
            return .double(random.pick([0.5, -1.25, 1e300, 1e-300, 123456.789, 0.1, 1e22, 2.2250738585072014e-308]))
        case 5, 6: return .string(random.pick(texts))
        case 7: return .array((0..<random.below(4)).map { _ in Tree.random(&random, depth: depth - 1) })
        default:
            return .object(
                (0..<random.below(isTop ? 7 : 5)).map { _ in
                    Member(name: random.pick(names), value: Tree.random(&random, depth: depth - 1))
                })
        }
    }

    /// JSON text of the value, with white space and escapes at random.
    func text(_ random: inout Seeded) -> String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return "\(value)"
        case .double(let value): return value.description
        case .string(let value): return Tree.quoted(value, &random)
        case .array(let elements):
            var parts: [String] = []
            for element in elements {
                parts.append(Tree.space(&random) + element.text(&random) + Tree.space(&random))
            }
            return "[" + (parts.isEmpty ? Tree.space(&random) : parts.joined(separator: ",")) + "]"
        case .object(let members):
            var parts: [String] = []
            for member in members {
                let name = Tree.space(&random) + Tree.quoted(member.name, &random) + Tree.space(&random)
                parts.append(name + ":" + Tree.space(&random) + member.value.text(&random) + Tree.space(&random))
            }
            return "{" + (parts.isEmpty ? Tree.space(&random) : parts.joined(separator: ",")) + "}"
        }
    }

    private static func space(_ random: inout Seeded) -> String {
        random.chance(4) ? random.pick([" ", "\n", "\t", "\r\n  ", "  "]) : ""
    }

    private static func quoted(_ text: String, _ random: inout Seeded) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            if random.chance(12) {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: random.chance(2))
                    out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
                continue
            }
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case "/": out += random.chance(2) ? "\\/" : "/"
            case _ where scalar.value < 0x20:
                out += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
