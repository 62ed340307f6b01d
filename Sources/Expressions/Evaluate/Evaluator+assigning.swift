// Sluice
// SPDX-License-Identifier: Apache-2.0

public import Records

extension Evaluator {
    /// Sets a field of the record to the value of an expression; on an error the record stays as it is.
    public mutating func assign(
        _ expression: Expression, to slot: Slot, in record: inout Record
    ) -> EvaluationError? {
        let value = run(expression.compiled.program, record)
        let error = assign(value, expression.compiled.program, to: slot, in: &record)
        if let error {
            let root = expression.compiled.program.root
            fail(value.isError ? value : .error(error, at: root), expression.compiled.program)
        }
        return error
    }

    private mutating func assign(
        _ value: Value, _ p: borrowing Program, to slot: Slot, in r: inout Record
    ) -> EvaluationError? {
        let isSet: Bool
        switch value.kind {
        case .error: return value.asError
        case .bytes, .type: return .wrongResultType
        case .null: isSet = r.setNull(slot)
        case .bool: isSet = r.setBool(slot, value.asBool)
        case .int: isSet = r.setInt64(slot, value.asInt)
        case .uint: isSet = r.setUInt64(slot, value.asUint)
        case .double:
            guard value.asDouble.isFinite else { return .invalidConversion }
            isSet = r.setDouble(slot, value.asDouble)
        case .string:
            // A copy, since the record changes while its own bytes would be read.
            guard let text = inScratch(value, p, r) else { return .limitExceeded }
            isSet = r.setString(slot, work.scratch.bytes.extracting(text.start..<text.start + text.count))
        case .list, .map, .jsonList, .jsonMap:
            json.removeAll()
            if let error = appendJSON(value, p, r) { return error }
            isSet = r.setRawJSON(slot, json.bytes)
        }
        return isSet ? nil : .parentIsNoObject
    }

    /// The same string in the scratch; nil at its limit.
    private mutating func inScratch(_ value: Value, _ p: borrowing Program, _ r: borrowing Record) -> Value? {
        if value.source == .scratch { return value }
        let start = work.scratch.count
        guard work.append(value, p, r) else { return nil }
        return work.built(from: start)
    }

    /// Appends a value as JSON text.
    private mutating func appendJSON(
        _ value: Value, _ p: borrowing Program, _ r: borrowing Record, depth: Int = 0
    ) -> EvaluationError? {
        guard depth < ExpressionsLimits.valueDepthMax, json.count < ExpressionsLimits.scratchBytesMax else {
            return .limitExceeded
        }
        switch value.kind {
        case .error: return value.asError
        case .bytes, .type: return .wrongResultType
        case .null: json.append("null")
        case .bool: if value.asBool { json.append("true") } else { json.append("false") }
        case .int: json.append(decimal: value.asInt)
        case .uint: json.append(unsigned: value.asUint)
        case .double:
            guard value.asDouble.isFinite else { return .invalidConversion }
            for byte in value.asDouble.description.utf8 { json.append(byte) }
        case .string: return appendJSONString(value, p, r)
        case .jsonList, .jsonMap:
            let container = materialised(value, 0, r)
            return appendJSON(container, p, r, depth: depth)
        case .list, .map: return appendJSONContainer(value, p, r, depth: depth)
        }
        return nil
    }

    private mutating func appendJSONString(_ value: Value, _ p: borrowing Program, _ r: borrowing Record)
        -> EvaluationError?
    {
        guard json.count + value.count <= ExpressionsLimits.scratchBytesMax, let text = inScratch(value, p, r) else {
            return .limitExceeded
        }
        Self.appendString(work.scratch, text, to: &json)
        return nil
    }

    private static func appendString(_ scratch: borrowing ByteBuffer, _ text: Value, to json: inout ByteBuffer) {
        json.appendString(scratch.bytes.extracting(text.start..<text.start + text.count))
    }

    private mutating func appendJSONContainer(
        _ value: Value, _ p: borrowing Program, _ r: borrowing Record, depth: Int
    ) -> EvaluationError? {
        let isMap = value.kind == .map
        json.append(UInt8(ascii: isMap ? "{" : "["))
        for position in 0..<value.count {
            guard takeTurn() else { return .limitExceeded }
            if position > 0 { json.append(UInt8(ascii: ",")) }
            if isMap {
                let key = values[value.start + 2 * position]
                guard key.kind == .string else { return .invalidKey }
                if let error = appendJSONString(key, p, r) { return error }
                json.append(UInt8(ascii: ":"))
            }
            let element = values[value.start + (isMap ? 2 * position + 1 : position)]
            if let error = appendJSON(element, p, r, depth: depth + 1) { return error }
        }
        json.append(UInt8(ascii: isMap ? "}" : "]"))
        return nil
    }
}
