// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Bytes that are on their way from the ingest actor to the archive writer: what back-pressure is measured by.
package final class InFlightBytes: Sendable {
    private let bytes = Atomic(0)

    package init() {}

    package var value: Int { bytes.load(ordering: .relaxed) }

    package func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }
    package func subtract(_ count: Int) { bytes.subtract(count, ordering: .relaxed) }
}
