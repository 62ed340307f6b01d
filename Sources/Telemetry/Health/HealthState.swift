// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How a component does.
package enum HealthState: Sendable, Equatable {
    case ok
    /// It works, but not as it should: a retry with backoff, a slow disk.
    case degraded(String)
    /// It does not do its work.
    case failed(String)

    package var name: String {
        switch self {
        case .ok: "ok"
        case .degraded: "degraded"
        case .failed: "failed"
        }
    }

    /// Why, in a sentence without payload; nil when all is well.
    package var reason: String? {
        switch self {
        case .ok: nil
        case .degraded(let reason), .failed(let reason): reason
        }
    }

    /// 0 for ok, 1 for degraded, 2 for failed.
    package var severity: Int {
        switch self {
        case .ok: 0
        case .degraded: 1
        case .failed: 2
        }
    }
}
