// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Topology

/// How payloads become fields: a case per format.
struct PayloadFormat: ~Copyable {
    /// Why a payload has no fields, and at which byte.
    struct Fault {
        let reason: FailureReason
        let position: Int
    }

    private enum Kind {
        case json, combined
    }

    private let kind: Kind
    private var combined = CombinedReader()

    /// A plan that has no case is a registered format that nobody can read: a programming error.
    init(_ plan: (any StagePlan)?) {
        switch plan {
        case is ParseJSON: kind = .json
        case is ParseCombined: kind = .combined
        default: preconditionFailure("no format reads the plan \(String(describing: plan))")
        }
    }

    @inline(__always)
    mutating func parse(_ payload: RawSpan, into record: inout Record) -> Fault? {
        switch kind {
        case .json:
            guard let failure = record.scan(json: payload) else { return nil }
            return Fault(reason: .json(failure.code), position: failure.position)
        case .combined: return combined.parse(payload, into: &record)
        }
    }
}
