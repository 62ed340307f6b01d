// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A stage as it is checked and planned, immutable, shared by all threads; who registered the spec knows the type.
package protocol StagePlan: Sendable {}
