// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The functions of this version and the names of those that a later one brings.
package enum FunctionTable {
    private static let anyList = ValueType.list(.dyn)
    private static let anyMap = ValueType.map(.dyn, .dyn)

    /// All functions, by name.
    package static let all: [FunctionSpec] = conversions + sizes + strings

    private static let sizes: [FunctionSpec] = [
        FunctionSpec(
            "size", .size, [([.string], .int), ([.bytes], .int), ([anyList], .int), ([anyMap], .int)],
            "code points of a string, octets of bytes, elements of a list, entries of a map"),
        FunctionSpec(
            "size", member: true, .size,
            [([.string], .int), ([.bytes], .int), ([anyList], .int), ([anyMap], .int)],
            "the same as a member"),
    ]

    private static let conversions: [FunctionSpec] = [
        FunctionSpec(
            "bool", .toBool, [([.bool], .bool), ([.string], .bool)],
            "`true`, `True`, `TRUE`, `t`, `1` and their opposites; anything else is an error"),
        FunctionSpec("bytes", .toBytes, [([.bytes], .bytes), ([.string], .bytes)], "the UTF-8 octets of a string"),
        FunctionSpec(
            "double", .toDouble,
            [([.double], .double), ([.int], .double), ([.uint], .double), ([.string], .double)],
            "the nearest double"),
        FunctionSpec("dyn", .toDyn, [([.dyn], .dyn)], "the value itself, its type unknown until a record is there"),
        FunctionSpec(
            "int", .toInt, [([.int], .int), ([.uint], .int), ([.double], .int), ([.string], .int)],
            "truncates towards zero; out of range is an error"),
        FunctionSpec(
            "string", .toString,
            [
                ([.string], .string), ([.bool], .string), ([.int], .string), ([.uint], .string),
                ([.double], .string), ([.bytes], .string),
            ], "the text of a value; bytes must be UTF-8"),
        FunctionSpec("type", .typeOf, [([.dyn], .type)], "the type of a value, to compare with `int`, `string`, ..."),
        FunctionSpec(
            "uint", .toUint, [([.uint], .uint), ([.int], .uint), ([.double], .uint), ([.string], .uint)],
            "truncates towards zero; out of range is an error"),
    ]

    private static let strings: [FunctionSpec] = [
        FunctionSpec(
            "charAt", member: true, .charAt, [([.string, .int], .string)],
            "the code point at an index; empty at the end"),
        FunctionSpec(
            "contains", member: true, .contains, [([.string, .string], .bool)], "whether the text occurs"),
        FunctionSpec("endsWith", member: true, .endsWith, [([.string, .string], .bool)], "whether it ends so"),
        FunctionSpec(
            "indexOf", member: true, .indexOf, [([.string, .string], .int), ([.string, .string, .int], .int)],
            "the code point where the text first occurs, from an index on; -1 where it does not"),
        FunctionSpec(
            "lastIndexOf", member: true, .lastIndexOf,
            [([.string, .string], .int), ([.string, .string, .int], .int)],
            "the code point where the text last occurs, up to an index; -1 where it does not"),
        FunctionSpec("lowerAscii", member: true, .lowerAscii, [([.string], .string)], "A-Z become a-z"),
        FunctionSpec(
            "replace", member: true, .replace,
            [([.string, .string, .string], .string), ([.string, .string, .string, .int], .string)],
            "replaces the text everywhere, or the first n times; a negative n is everywhere"),
        FunctionSpec("startsWith", member: true, .startsWith, [([.string, .string], .bool)], "whether it begins so"),
        FunctionSpec(
            "substring", member: true, .substring,
            [([.string, .int], .string), ([.string, .int, .int], .string)],
            "from a code point on, up to and without another"),
        FunctionSpec("trim", member: true, .trim, [([.string], .string)], "without Unicode white space at both ends"),
        FunctionSpec("upperAscii", member: true, .upperAscii, [([.string], .string)], "a-z become A-Z"),
    ]

    /// Macros: their arguments are not evaluated before the call.
    package static let macros: [(form: String, summary: String)] = [
        ("has(a.b)", "whether the record has the field, at any depth; null counts as there"),
        ("e.all(x, p)", "whether p holds for every element of a list or every key of a map"),
        ("e.exists(x, p)", "whether p holds for at least one"),
        ("e.exists_one(x, p)", "whether p holds for exactly one"),
        ("e.filter(x, p)", "the elements for which p holds"),
        ("e.map(x, t)", "t of every element"),
        ("e.map(x, p, t)", "t of every element for which p holds"),
    ]

    /// Functions of full CEL and its extensions that are known but not there yet.
    package static let later: Set<String> = [
        "matches", "timestamp", "duration", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getFullYear",
        "getHours", "getMilliseconds", "getMinutes", "getMonth", "getSeconds", "format", "join", "split", "reverse",
        "quote", "transformList", "transformMap", "existsOne", "bind", "optional", "orValue", "or", "hasValue",
        "value", "optMap", "optFlatMap", "ip", "cidr", "isIP", "isCIDR",
    ]

    /// The function of a name and form.
    static func find(_ name: String, isMember: Bool) -> FunctionSpec? {
        all.first { $0.name == name && $0.isMember == isMember }
    }
}
