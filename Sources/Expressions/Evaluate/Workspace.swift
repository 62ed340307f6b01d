// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// The texts of an evaluation: what it has built, and what it refers to in the record.
///
/// Four words apart from the evaluator, so that functions which only read texts borrow these and not all of it: a
/// borrow of a larger value out of a mutable one is a copy.
struct Workspace: ~Copyable {
    /// Strings built by the evaluation at hand.
    var scratch = ByteBuffer(capacity: 1024)
    /// Values inside the record's lists and objects.
    var references: [ValueRef] = []
}
