// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How the group hands out partitions.
package enum AssignmentStrategy: String, Sendable, CaseIterable {
    case cooperativeSticky = "cooperative-sticky"
    case eager

    /// The value of `partition.assignment.strategy`.
    var property: String { self == .eager ? "range,roundrobin" : rawValue }
}
