// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

extension FaultPoint {
    /// The environment variable that arms a point.
    package static let variable = "SLUICE_FAULT"

    /// Dies here by SIGKILL if the environment says so; else costs the check of a constant that was read once.
    @inline(__always)
    package static func reach(_ point: FaultPoint) {
        if let armed { armed.reach(point) }
    }

    private static let armed = getenv(variable).flatMap { ArmedFault(text: String(cString: $0)) }
}
