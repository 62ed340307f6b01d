// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A flag that two threads share.
final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() {
        value.store(true, ordering: .releasing)
    }
}
