// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where and why a record failed.
public struct Failure: Hashable, Sendable {
    /// Why.
    public let reason: FailureReason
    /// The stage, an index into ``Pipeline/labels``.
    public let stage: Int
    /// Byte of the payload, from 0; -1 where the failure is not about a byte.
    public let position: Int
}
