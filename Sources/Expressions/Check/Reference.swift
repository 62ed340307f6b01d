// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// What a chain of names in an expression leads to.
enum Reference {
    case field(FieldPath)
    case origin(OriginField)
    case header(String)
    /// All headers; only `in` can use them.
    case headers
    /// The reserved root by itself.
    case root
    /// A name below the reserved root that is none.
    case unknownOrigin(String)
}
