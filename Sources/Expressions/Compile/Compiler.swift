// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Lays a checked tree out as operations and enters its fields into the record layout.
struct Compiler {
    var layout: RecordLayout
    var failures = Failures()
    var nodes: [Program.Node] = []
    var places: [Range<Int>] = []
    var children: [Int32] = []
    var loops: [Program.Loop] = []
    var slots: [Slot] = []
    var text: [UInt8] = []
    var rows: [TextRange] = []
    private var textRanges: [[UInt8]: TextRange] = [:]

    init(layout: RecordLayout) {
        self.layout = layout
    }

    mutating func compile(_ tree: CheckedNode, localsCount: Int) -> Program {
        let root = add(tree)
        return Program(self, root: root, localsCount: localsCount)
    }

    /// Adds a node after its operands and gives its index.
    private mutating func add(_ tree: CheckedNode) -> Int {
        let node = fused(tree) ?? node(for: tree)
        nodes.append(node)
        places.append(tree.range)
        return nodes.count - 1
    }

    private mutating func node(for tree: CheckedNode) -> Program.Node {
        switch tree.kind {
        case .invalid: .init(operation: .scalar, a: Int32(Value.Kind.null.rawValue))
        case .literal(let literal): self.literal(literal)
        case .typeName(let kind): scalar(.type(kind))
        case .field(let path): .init(operation: .field, a: slot(path, tree.range))
        case .hasField(let path): .init(operation: .hasField, a: slot(path, tree.range))
        case .origin(let field): .init(operation: .origin, a: Self.index(of: field))
        case .hasOrigin(let field): .init(operation: .hasOrigin, a: Self.index(of: field))
        case .header(let name): .init(operation: .header, bits: text(name))
        case .hasHeader(let name): .init(operation: .hasHeader, bits: text(name))
        case .local(let index): .init(operation: .local, a: Int32(index))
        case .member(let operand, let name):
            .init(operation: .member, a: operandIndex(operand), bits: text(name))
        case .hasMember(let operand, let name):
            .init(operation: .hasMember, a: operandIndex(operand), bits: text(name))
        case .index(let operand, let index):
            .init(operation: .index, a: operandIndex(operand), b: operandIndex(index))
        case .not(let operand): .init(operation: .not, a: operandIndex(operand))
        case .negate(let operand): .init(operation: .negate, a: operandIndex(operand))
        case .binary(let binary, let left, let right):
            .init(
                operation: binary.operation, a: operandIndex(left), b: operandIndex(right),
                c: Int32(binary.orders.rawValue))
        case .logic(let isAnd, let operands): group(isAnd ? .and : .or, operands)
        case .conditional(let condition, let positive, let negative):
            .init(
                operation: .conditional, a: operandIndex(condition), b: operandIndex(positive),
                c: operandIndex(negative))
        case .list(let elements): group(.list, elements)
        case .map(let entries): group(.map, entries.flatMap { [$0.key, $0.value] })
        case .call(let code, let arguments): group(.call, arguments, c: Int32(code.rawValue))
        case .loop(let loop): self.loop(loop)
        }
    }

    private mutating func operandIndex(_ tree: CheckedNode) -> Int32 { Int32(add(tree)) }

    private mutating func group(_ operation: Operation, _ trees: [CheckedNode], c: Int32 = 0) -> Program.Node {
        let indices = trees.map { Int32(add($0)) }
        let start = children.count
        children.append(contentsOf: indices)
        return .init(operation: operation, a: Int32(start), b: Int32(indices.count), c: c)
    }

    private mutating func loop(_ loop: CheckedNode.Loop) -> Program.Node {
        let range = add(loop.range)
        let condition = loop.condition.map { add($0) } ?? -1
        let body = add(loop.body)
        loops.append(.init(kind: loop.kind, range: range, local: loop.local, condition: condition, body: body))
        return .init(operation: .loop, a: Int32(loops.count - 1))
    }

    private mutating func literal(_ literal: Literal) -> Program.Node {
        switch literal {
        case .null: scalar(.null)
        case .bool(let value): scalar(.bool(value))
        case .int(let value): scalar(.int(value))
        case .uint(let value): scalar(.uint(value))
        case .double(let value): scalar(.double(value))
        case .string(let bytes):
            .init(operation: .bytesLiteral, a: Int32(Value.Kind.string.rawValue), bits: text(bytes).bits)
        case .bytes(let bytes):
            .init(operation: .bytesLiteral, a: Int32(Value.Kind.bytes.rawValue), bits: text(bytes).bits)
        }
    }

    private func scalar(_ value: Value) -> Program.Node {
        .init(operation: .scalar, a: Int32(value.kind.rawValue), bits: value.bits)
    }

    /// Enters bytes into the program's text; the same bytes only once.
    mutating func text(_ bytes: [UInt8]) -> TextRange {
        if let known = textRanges[bytes] { return known }
        let range = TextRange(start: text.count, count: bytes.count)
        text.append(contentsOf: bytes)
        textRanges[bytes] = range
        return range
    }

    private mutating func text(_ name: String) -> UInt64 { text(Array(name.utf8)).bits }

    mutating func slot(_ path: FieldPath, _ range: Range<Int>) -> Int32 {
        do throws(RecordLayoutError) {
            let slot = try layout.slot(for: path)
            if let known = slots.firstIndex(of: slot) { return Int32(known) }
            slots.append(slot)
            return Int32(slots.count - 1)
        } catch {
            failures.add(range, error.message)
            return 0
        }
    }

    private static func index(of field: OriginField) -> Int32 {
        Int32(OriginField.allCases.firstIndex(of: field) ?? 0)
    }
}

extension BinaryOperator {
    var operation: Operation {
        switch self {
        case .equal, .notEqual: .equality
        case .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
        case .in: .contained
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        case .modulo: .modulo
        }
    }
}
