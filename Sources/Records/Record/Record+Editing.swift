// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Sets a field to a string; the bytes are escaped as needed, and what is not UTF-8 becomes U+FFFD.
    ///
    /// Missing objects on the way are created. All setters return false, and change nothing, where a parent is not an
    /// object or a limit of `RecordsLimits` is reached.
    @discardableResult
    public mutating func setString(_ slot: Slot, _ bytes: RawSpan) -> Bool {
        guard hasRoom(forContent: bytes.byteCount), canSet(slot, bytes: bytes.byteCount * 6) else { return false }
        scratch.append(0x22)
        let start = scratch.count
        scratch.appendEscaped(bytes)
        let end = scratch.count
        scratch.append(0x22)
        return set(slot, .string, start..<end, isEscaped: end - start != bytes.byteCount)
    }

    /// Sets a field to a whole number.
    @discardableResult
    public mutating func setInt64(_ slot: Slot, _ value: Int64) -> Bool {
        guard canSet(slot, bytes: 20) else { return false }
        let start = scratch.count
        scratch.append(decimal: value)
        return set(slot, .number, start..<scratch.count, isEscaped: false)
    }

    /// Sets a field to a whole number.
    @discardableResult
    public mutating func setUInt64(_ slot: Slot, _ value: UInt64) -> Bool {
        guard canSet(slot, bytes: 20) else { return false }
        let start = scratch.count
        scratch.append(unsigned: value)
        return set(slot, .number, start..<scratch.count, isEscaped: false)
    }

    /// Sets a field to the shortest decimal text that reads back as the number, always with a fraction or an exponent.
    ///
    /// False for infinities and NaN, which JSON does not have.
    @discardableResult
    public mutating func setDouble(_ slot: Slot, _ value: Double) -> Bool {
        guard value.isFinite, canSet(slot, bytes: 32) else { return false }
        let start = scratch.count
        var text = value.description
        text.withUTF8 { bytes in
            unsafe scratch.append(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(bytes)))
        }
        return set(slot, .number, start..<scratch.count, isEscaped: false)
    }

    /// Sets a field to `true` or `false`.
    @discardableResult
    public mutating func setBool(_ slot: Slot, _ value: Bool) -> Bool {
        guard canSet(slot, bytes: 5) else { return false }
        let start = scratch.count
        scratch.append(value ? "true" : "false")
        return set(slot, .bool, start..<scratch.count, isEscaped: false)
    }

    /// Sets a field to `null`.
    @discardableResult
    public mutating func setNull(_ slot: Slot) -> Bool {
        guard canSet(slot, bytes: 4) else { return false }
        let start = scratch.count
        scratch.append("null")
        return set(slot, .null, start..<scratch.count, isEscaped: false)
    }

    /// Sets a field to any JSON text; what it contains is visible through slots and marks.
    ///
    /// False, and no change, where the text is not valid JSON or would nest too deeply.
    @discardableResult
    public mutating func setRawJSON(_ slot: Slot, _ json: RawSpan) -> Bool {
        guard canSet(slot, bytes: json.byteCount) else { return false }
        let start = scratch.count
        scratch.append(json)
        return setScratchJSON(slot, from: start)
    }

    /// Sets a field to the current value of another one, with all edits made to it.
    ///
    /// False, and no change, where the source is absent or a limit is reached.
    @discardableResult
    public mutating func copyValue(from source: Slot, to slot: Slot) -> Bool {
        guard pathNodes[Int(source.index)] != 0, canSet(slot, bytes: 0) else { return false }
        rendered.removeAll()
        render(source, into: &rendered)
        guard canSet(slot, bytes: rendered.count) else { return false }
        let start = scratch.count
        scratch.append(rendered.window)
        return setScratchJSON(slot, from: start)
    }

    /// Takes a field out of its object; absent fields are left at that.
    ///
    /// - Returns: whether the field was there.
    @discardableResult
    public mutating func remove(_ slot: Slot) -> Bool {
        let node = Int(pathNodes[Int(slot.index)])
        if node == 0 { return false }
        removeMember(node)
        pathNodes[Int(slot.index)] = 0
        return true
    }
}
