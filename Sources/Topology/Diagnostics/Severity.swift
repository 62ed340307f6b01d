// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How bad a finding is: an error keeps the topology from starting.
package enum Severity: String, Sendable, Codable, CaseIterable {
    case error, warning
}
