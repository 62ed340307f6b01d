// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What became of the records of one run, counted without a lock and added to the metrics at its end.
package struct VerdictCounts: Sendable {
    var records: Int64 = 0
    var archived: Int64 = 0
    var filtered: Int64 = 0
    var deadLettered: Int64 = 0
    var payloadBytes: Int64 = 0
}
