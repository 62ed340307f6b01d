// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How far an audit is; told after every manifest and every few megabytes.
package struct AuditProgress: Sendable, Equatable {
    /// Partitions of all roots, and those that are done.
    package let partitions: Int
    package let partitionsDone: Int
    package let manifestsDone: Int
    package let bytesRead: Int64
}
