// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import SimdjsonOracle

#if canImport(Glibc)
    import Glibc
#endif

/// What simdjson says about a text.
struct Oracle {
    let isAccepted: Bool
    let isRefusedForNumber: Bool
    /// The values, see SimdjsonOracle.h.
    let dump: [UInt8]

    init(_ text: [UInt8]) {
        let answer = text.withUnsafeBufferPointer { oracle_parse($0.baseAddress, $0.count) }
        isAccepted = answer.accepted != 0
        isRefusedForNumber = answer.refusedForNumber != 0
        if let bytes = answer.dump {
            dump = bytes.withMemoryRebound(to: UInt8.self, capacity: answer.dumpLength) {
                Array(UnsafeBufferPointer(start: $0, count: answer.dumpLength))
            }
            free(bytes)
        } else {
            dump = []
        }
    }
}

extension Record {
    /// The record's values as they are now, in the oracle's form.
    borrowing func dump() -> [UInt8] {
        var out: [UInt8] = []
        if let top { dump(top, to: &out) }
        return out
    }

    private borrowing func dump(_ value: ValueRef, to out: inout [UInt8]) {
        switch kind(of: value) {
        case .absent: out += "?".utf8
        case .null: out += "n".utf8
        case .bool: out += (bool(of: value) == true ? "t" : "f").utf8
        case .number:
            switch number(of: value) {
            case .int(let number)?: out += "i\(number);".utf8
            case .uint(let number)?: out += "i\(number);".utf8
            case .double(let number)?: out += "d\(String(number.bitPattern, radix: 16));".utf8
            case nil: out += "?".utf8
            }
        case .string:
            var buffer = ByteBuffer()
            let bytes = stringBytes(of: value, in: &buffer)
            out += "s\(bytes.byteCount):".utf8
            for index in bytes.byteOffsets { out.append(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) }
        case .object, .array:
            let isObject = kind(of: value) == .object
            out += (isObject ? "{" : "[").utf8
            var child = firstChild(of: value)
            while let found = child {
                if isObject {
                    let name = withName(of: found) { name in name.withUnsafeBytes { Array($0) } }
                    out += "s\(name.count):".utf8
                    out += name
                }
                dump(found, to: &out)
                child = self.child(after: found, in: value)
            }
            out += (isObject ? "}" : "]").utf8
        }
    }
}
