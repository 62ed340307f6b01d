// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where to begin with a partition that neither the group nor the root knows.
package enum StartOption: String, Sendable, CaseIterable {
    case earliest, latest
}
