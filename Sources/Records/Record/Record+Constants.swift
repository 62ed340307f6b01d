// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Sets a field to a scalar whose JSON text was rendered before, strings with their quotes: nothing is escaped or
    /// formatted again.
    ///
    /// - Parameters:
    ///   - json: what ``render(_:into:)-(Slot,_)`` gave for a value of the kind; not checked.
    ///   - isEscaped: whether a string's text holds a backslash.
    /// - Returns: false, and no change, where a parent is not an object or a limit is reached.
    @discardableResult
    public mutating func setScalar(_ slot: Slot, _ kind: ValueKind, json: RawSpan, isEscaped: Bool) -> Bool {
        let margin = kind == .string ? 1 : 0
        guard json.byteCount >= 2 &* margin, canSet(slot, bytes: json.byteCount) else { return false }
        let start = scratch.count &+ margin
        scratch.append(json)
        return set(slot, kind, start..<scratch.count &- margin, isEscaped: isEscaped)
    }
}
