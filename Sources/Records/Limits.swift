// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of the record model; each is listed with its reason in docs/LIMITS.md.
public enum RecordsLimits {
    /// Bytes of one record's text.
    public static let textBytesMax = 1 << 26
    /// Bytes of all text that edits add to one record; keeps positions within 31 bits.
    public static let editBytesMax = 1 << 28
    /// Values (scalars, objects, arrays) of one record, edits included; 24 bytes each.
    public static let valuesMax = 1 << 22
    /// Levels of objects and arrays within one another.
    public static let depthMax = 128
    /// Names that are interned on sight, per record reader; further names work but are slower.
    public static let learntNamesMax = 1024
    /// Bytes of a name that is interned on sight.
    public static let learntNameBytesMax = 64
    /// Occurrences of names without a place in the table after which learnt names are forgotten and learnt anew.
    public static let surplusNamesMax = 100_000
    /// Distinct names in the paths of a layout.
    public static let layoutNamesMax = 512
    /// Bytes of a name in a layout.
    public static let layoutNameBytesMax = 256
    /// Distinct paths of a layout, with all their parents.
    public static let layoutPathsMax = 1024
    /// Names in one path.
    public static let pathNamesMax = 32
    /// Sets of marked names in a layout.
    public static let marksMax = 16
    /// Names in one set of marked names.
    public static let markNamesMax = 1024
    /// Headers of one record; further ones are counted and ignored.
    public static let headersMax = 1024
    /// Members of an object up to which duplicates are found by walking; larger objects get an index.
    static let walkedMembersMax = 32
    /// Places that an edit moves forward at most when it is noted; beyond, all edits are sorted before output.
    static let insertedEditsMax = 24
    /// Bytes of a learnt text between two values, such as `, "status": `.
    static let patternBytesMax = 32
    /// Bytes and values that a reader keeps allocated between records.
    static let retainedBytesMax = 1 << 20
    static let retainedValuesMax = 1 << 16
}
