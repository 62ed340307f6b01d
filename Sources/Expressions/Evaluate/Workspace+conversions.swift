// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Workspace {
    func toBool(_ value: Value, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        switch value.kind {
        case .bool: return value
        case .string:
            let text = bytes(of: value, p, r)
            guard text.byteCount <= 5 else { return .error(.invalidConversion) }
            var word = ""
            for index in 0..<text.byteCount { word.unicodeScalars.append(UnicodeScalar(text.byte(at: index))) }
            switch word {
            case "1", "t", "T", "true", "True", "TRUE": return .bool(true)
            case "0", "f", "F", "false", "False", "FALSE": return .bool(false)
            default: return .error(.invalidConversion)
            }
        default: return Value.mismatch
        }
    }

    /// Doubles truncate; the ends of the range are errors, since a double cannot tell them from beyond.
    func toInt(_ value: Value, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        switch value.kind {
        case .int: return value
        case .uint: return Int64(exactly: value.asUint).map(Value.int) ?? .error(.invalidConversion)
        case .double:
            let number = value.asDouble
            guard number > -0x1p63, number < 0x1p63 else { return .error(.invalidConversion) }
            return .int(Int64(number))
        case .string:
            return bytes(of: value, p, r).decimalInt.map(Value.int) ?? .error(.invalidConversion)
        default: return Value.mismatch
        }
    }

    func toUint(_ value: Value, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        switch value.kind {
        case .uint: return value
        case .int: return UInt64(exactly: value.asInt).map(Value.uint) ?? .error(.invalidConversion)
        case .double:
            let number = value.asDouble
            guard number > -1, number < 0x1p64 else { return .error(.invalidConversion) }
            return .uint(number <= 0 ? 0 : UInt64(number))
        case .string:
            return bytes(of: value, p, r).decimalUint.map(Value.uint) ?? .error(.invalidConversion)
        default: return Value.mismatch
        }
    }

    func toDouble(_ value: Value, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        switch value.kind {
        case .double: return value
        case .int: return .double(Double(value.asInt))
        case .uint: return .double(Double(value.asUint))
        case .string:
            return bytes(of: value, p, r).decimalDouble.map(Value.double) ?? .error(.invalidConversion)
        default: return Value.mismatch
        }
    }

    mutating func toString(_ value: Value, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let start = scratch.count
        switch value.kind {
        case .string: return value
        case .bytes:
            return bytes(of: value, p, r).isUTF8 ? value.retyped(.string) : .error(.invalidUTF8)
        case .bool: appendText(value.asBool ? "true" : "false")
        case .int: scratch.append(decimal: value.asInt)
        case .uint: scratch.append(unsigned: value.asUint)
        case .double: appendText(DoubleText.text(of: value.asDouble))
        default: return Value.mismatch
        }
        return built(from: start)
    }

    mutating func appendText(_ text: String) {
        for byte in text.utf8 { scratch.append(byte) }
    }

    /// The string that was appended to the scratch from an offset on.
    func built(from start: Int) -> Value {
        guard scratch.count <= ExpressionsLimits.scratchBytesMax else { return .error(.limitExceeded) }
        return .range(.string, .scratch, owner: 0, start: start, count: scratch.count - start)
    }
}
