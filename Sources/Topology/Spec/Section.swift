// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The three lists of stages of a topology, in the order in which data flows.
package enum Section: String, Sendable, CaseIterable {
    /// Bytes become fields.
    case parse
    /// Fields are added that the event does not have.
    case enrich
    /// Fields are masked or removed; nothing after it sees them.
    case sanitize
}
