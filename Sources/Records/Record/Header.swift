// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A header of the record, borrowed from the batch.
@safe
struct Header: BitwiseCopyable {
    private let nameBase: UnsafeRawPointer
    private let valueBase: UnsafeRawPointer
    private let nameCount: Int
    private let valueCount: Int
    /// False for a header whose value is NULL.
    let hasValue: Bool

    init(name: Bytes, value: Bytes?) {
        unsafe nameBase = name.base
        nameCount = name.count
        unsafe valueBase = value?.base ?? Bytes.nothing
        valueCount = value?.count ?? 0
        hasValue = value != nil
    }

    var name: Bytes { unsafe Bytes(base: nameBase, count: nameCount) }
    var value: Bytes { unsafe Bytes(base: valueBase, count: valueCount) }
}
