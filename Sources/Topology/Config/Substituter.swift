// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

/// Puts values in for `${NAME}`, `${NAME:-default}` and `${file:path}`, inside scalars only: a value never becomes
/// structure, whatever it holds.
package struct Substituter {
    private let environment: [String: String]
    /// Reads a file named in a topology; the path is as it is written there.
    private let readFile: (String) -> Result<String, ValueError>

    package init(
        environment: [String: String], readFile: @escaping (String) -> Result<String, ValueError>
    ) {
        self.environment = environment
        self.readFile = readFile
    }

    /// The scalar after substitution; what cannot be replaced is reported and left out.
    func scalar(_ scalar: YAMLScalar, span: SourceSpan, fault: (SourceSpan, ValueError) -> Void) -> ConfigScalar {
        guard scalar.text.utf8.contains(0x24) else {
            return ConfigScalar(text: scalar.text, value: scalar.value, span: span, written: scalar)
        }
        var output = Output()
        let bytes = Array(scalar.text.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: [0x24, 0x24, 0x7B]) {
                output.copy(bytes[index + 1..<index + 3], from: index + 1)
                index += 3
            } else if bytes[index...].starts(with: [0x24, 0x7B]) {
                let end = bytes[index...].firstIndex(of: 0x7D)
                let range = index..<(end.map { $0 + 1 } ?? bytes.count)
                do throws(ValueError) {
                    guard let end else { throw ValueError("'${' without '}'", hint: "'$${' stands for '${'") }
                    try put(String(decoding: bytes[index + 2..<end], as: UTF8.self), for: range, into: &output)
                } catch {
                    output.isBroken = true
                    fault(scalar.span(ofUTF8: range.lowerBound, length: range.count), error)
                }
                index = range.upperBound
            } else {
                output.copy(bytes[index...index], from: index)
                index += 1
            }
        }
        if output.bytes.count > TopologyLimits.scalarBytesMax {
            fault(span, ValueError("the value is longer than \(TopologyLimits.scalarBytesMax) bytes"))
            output = Output(isBroken: true)
        }
        let text = String(decoding: output.bytes, as: UTF8.self)
        let isReplaced = output.pieces.contains(where: \.isSubstituted)
        let value = scalar.style == .plain || isReplaced ? CoreValue(plain: text) : CoreValue.string
        return ConfigScalar(
            text: text, value: value, span: span, isSecret: output.isSecret, isBroken: output.isBroken,
            written: scalar, pieces: output.pieces)
    }

    /// The text so far, and where its parts came from.
    private struct Output {
        var bytes: [UInt8] = []
        var pieces: [ConfigScalar.Piece] = []
        var isSecret = false
        var isBroken = false

        mutating func copy(_ part: ArraySlice<UInt8>, from source: Int) {
            let start = bytes.count
            bytes += part
            if let last = pieces.last, !last.isSubstituted, last.source.upperBound == source {
                pieces[pieces.count - 1] = .init(
                    text: last.text.lowerBound..<bytes.count,
                    source: last.source.lowerBound..<source + part.count, isSubstituted: false)
            } else {
                pieces.append(
                    .init(text: start..<bytes.count, source: source..<source + part.count, isSubstituted: false))
            }
        }

        mutating func put(_ value: String, for source: Range<Int>) {
            let start = bytes.count
            bytes += Array(value.utf8)
            pieces.append(.init(text: start..<bytes.count, source: source, isSubstituted: true))
        }
    }

    private func put(_ body: String, for range: Range<Int>, into output: inout Output) throws(ValueError) {
        switch try Substitution(body) {
        case .variable(let name, let fallback):
            var value = environment[name]
            if let fallback, value?.isEmpty ?? true { value = fallback }
            guard let value else {
                throw ValueError(
                    "variable '\(name)' is not set",
                    hint: "set it in the environment, or give a default: '${\(name):-...}'")
            }
            output.put(value, for: range)
        case .file(let path):
            output.isSecret = true
            output.put(try readFile(path).get(), for: range)
        }
    }
}
