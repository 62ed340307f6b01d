// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Tells a thread to end.
final class EndFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() {
        flag.store(true, ordering: .releasing)
    }
}
