// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What stages may take and make.
package enum StagesLimits {
    /// Earliest and latest event time, in milliseconds since 1970: the years 1 to 9999, which paths can write.
    package static let eventTimeMs: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999
    /// Fields that one `set` gives.
    package static let assignmentsMax = 256
    /// Names of one `mask_keys`.
    package static let maskedNamesMax = 1024
    /// Fields of one `remove`.
    package static let removedFieldsMax = 256
    /// Digits of a byte count in a web log line; more would not fit a signed 64-bit number.
    package static let byteCountDigitsMax = 18
}
