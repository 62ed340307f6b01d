// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Expressions
package import Records
package import YAML

extension PlanContext {
    /// The slot of a field that is read; reports one that no record can have here.
    package mutating func slot(for field: FieldReference) -> Slot? {
        if let objection = fields.objection(to: field.path) {
            report(objection.message, at: field.span, hint: objection.hint)
            return nil
        }
        return layoutSlot(field)
    }

    /// The slot of a field that a stage writes; later stages know it then.
    package mutating func slot(writing field: FieldReference, type: ValueType = .dyn) -> Slot? {
        if let obstacle = fields.obstacle(to: field.path) {
            report("field '\(field.path)' cannot be written: '\(obstacle)' holds no fields", at: field.span)
            return nil
        }
        fields.add(field.path, type: type)
        return layoutSlot(field)
    }

    /// The slot of a field that a stage removes; later stages that read it are errors.
    package mutating func slot(removing field: FieldReference, by label: String) -> Slot? {
        guard let slot = slot(for: field) else { return nil }
        fields.remove(field.path, by: label)
        return slot
    }

    /// Flags field names, at any depth and in any case.
    package mutating func mark(names: [String], at span: SourceSpan) -> NameMark? {
        do throws(RecordLayoutError) {
            return try layout.mark(names: names)
        } catch {
            report(error.message, at: span)
            return nil
        }
    }

    /// Says that the records have these fields and no others. For formats that name their fields.
    package mutating func declare(_ types: [FieldPath: ValueType]) { fields.declare(types) }

    /// Compiles an expression; reports every failure at its place in the file.
    package mutating func expression(_ scalar: ConfigScalar) -> Expression? {
        if let objection = fields.objection(toReadsOf: scalar.text) {
            report(objection.message, at: scalar.span, hint: objection.hint)
            return nil
        }
        switch Expression.compile(scalar.text, layout: &layout, schema: fields.schema) {
        case .success(let expression):
            readsKey = readsKey || expression.reads.key
            readsHeaders = readsHeaders || expression.reads.headers
            return expression
        case .failure(let failures):
            for failure in failures {
                report(
                    failure.message, in: scalar, at: failure.offset, length: failure.length, hint: failure.hint)
            }
            return nil
        }
    }

    /// Compiles an expression that must be true or false.
    package mutating func condition(_ scalar: ConfigScalar) -> Expression? {
        guard let expression = expression(scalar) else { return nil }
        guard expression.type.mayBeBool else {
            report("a condition must be true or false, this is \(expression.type)", at: scalar.span)
            return nil
        }
        return expression
    }

    private mutating func layoutSlot(_ field: FieldReference) -> Slot? {
        do throws(RecordLayoutError) {
            return try layout.slot(for: field.path)
        } catch {
            report(error.message, at: field.span)
            return nil
        }
    }
}
