// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Evaluator {
    /// Walks a list, or the keys of a map, for a macro.
    mutating func loop(_ loop: Program.Loop, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let operand = value(loop.range, p, r)
        if operand.isError { return operand }
        let range = materialised(operand, index, r)
        guard range.isList || range.isMap else {
            return range.isError ? range : .error(.noSuchOverload, at: index)
        }
        let first = pending.count
        var found = 0
        var error: Value?
        for position in 0..<range.count {
            guard takeTurn() else { return dropPending(from: first, .error(.limitExceeded, at: index)) }
            let element = values[range.start + position * (range.isMap ? 2 : 1)]
            locals[loop.local] = element
            if loop.condition >= 0 {
                let condition = value(loop.condition, p, r)
                guard condition.kind == .bool else { return dropPending(from: first, noBool(condition, index)) }
                if !condition.asBool { continue }
            }
            let body = value(loop.body, p, r)
            switch loop.kind {
            case .all, .exists:
                guard body.kind == .bool else {
                    if error == nil { error = noBool(body, index) }
                    continue
                }
                if body.asBool == (loop.kind == .exists) { return body }
            case .existsOne, .filter:
                guard body.kind == .bool else { return dropPending(from: first, noBool(body, index)) }
                if body.asBool {
                    found += 1
                    if loop.kind == .filter { pending.append(element) }
                }
            case .map:
                if body.isError { return dropPending(from: first, body) }
                pending.append(body)
            }
        }
        switch loop.kind {
        case .all, .exists: return error ?? .bool(loop.kind == .all)
        case .existsOne: return .bool(found == 1)
        case .filter, .map: return gathered(.list, from: first, entrySize: 1, index)
        }
    }

    private func noBool(_ value: Value, _ index: Int) -> Value {
        value.isError ? value : .error(.noSuchOverload, at: index)
    }
}
