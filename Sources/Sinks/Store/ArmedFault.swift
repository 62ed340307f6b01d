// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform

/// The fault point that the environment armed, with the passes that are left until it strikes.
final class ArmedFault: Sendable {
    private let point: FaultPoint
    private let passes: Locked<Int>

    /// Reads `<name>[:<nth>]`; a text that names no point ends the process, since a test that names a point which does
    /// not exist would pass for nothing.
    init?(text: String) {
        if text.isEmpty { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let point = FaultPoint(rawValue: String(parts[0])), let nth = parts.count == 1 ? 1 : Int(parts[1]),
            nth > 0
        else {
            let message = "sluice: \(FaultPoint.variable) names no fault point\n"
            _ = message.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            exit(64)
        }
        self.point = point
        passes = Locked(nth)
    }

    func reach(_ reached: FaultPoint) {
        guard reached == point else { return }
        let isLast = passes.withLock { left in
            left -= 1
            return left == 0
        }
        if isLast { kill(getpid(), SIGKILL) }
    }
}
