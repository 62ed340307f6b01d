// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records
package import Topology

/// `parse: combined`: the payload is a line of a web server's log.
struct ParseCombined: StagePlan {
    /// Every field that a line can have.
    static let fields: [FieldPath: ValueType] = [
        FieldPath(["host"]): .string, FieldPath(["ident"]): .dyn, FieldPath(["user"]): .dyn,
        FieldPath(["ts"]): .int, FieldPath(["time"]): .string, FieldPath(["method"]): .string,
        FieldPath(["path"]): .string, FieldPath(["protocol"]): .string, FieldPath(["request"]): .string,
        FieldPath(["status"]): .dyn, FieldPath(["bytes"]): .dyn, FieldPath(["referer"]): .dyn,
        FieldPath(["user_agent"]): .dyn, FieldPath(["extra"]): .string,
    ]
}

extension StageSpec {
    package static let combined = StageSpec(
        name: "combined", section: .parse, isFormat: true,
        summary: """
            Reads a line of Apache's or nginx's log in the combined or the common format. Its fields are `host`, \
            `ident`, `user`, `ts` (the time in milliseconds since 1970), `time` (as the line has it), `method`, \
            `path`, `protocol` (absent where the request has none), `status`, `bytes`, and in the combined \
            format `referer` and `user_agent`; '-' becomes null. A request that is none stands in `request`, and \
            what follows the format in `extra`. Escapes such as `\\x1F` are resolved.
            """,
        shape: .options([]),
        example: "combined: {}",
        make: { _, context in
            context.declare(ParseCombined.fields)
            return ParseCombined()
        })
}
