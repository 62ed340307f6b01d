// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

@testable import Runtime

/// One event of a partition machine as a value, for tables and random walks; times in seconds.
enum MachineEvent: Sendable, Equatable {
    case assigned, brokerAnswered, settled, settledVerifying(Int64), verified
    case mustWait(at: Int), decided(Int64), jumps(to: Int64), jumpsNaming(Int64, to: Int64), identified
    case opened, close, sealed(Int, at: Int = 0), sealFailed, logChanged
    case committed(PartitionMachine.CommitOutcome, at: Int = 0), published(Int, at: Int = 0), tick(Int)
    case revoked(at: Int = 0), lost, dropped

    /// Gives the event to a machine.
    func happen(to machine: inout PartitionMachine) -> [PartitionMachine.Action] {
        switch self {
        case .assigned: return machine.assigned()
        case .brokerAnswered: return machine.brokerAnswered()
        case .settled: return machine.settled(verifying: nil)
        case .settledVerifying(let offset): return machine.settled(verifying: Epochs.record(offset))
        case .verified: return machine.verified()
        case .mustWait(let time): return machine.mustWait(now: .seconds(time))
        case .decided(let position): return machine.decided(position: position, jumps: false, identityOffset: nil)
        case .jumps(let position): return machine.decided(position: position, jumps: true, identityOffset: nil)
        case .jumpsNaming(let offset, let position):
            return machine.decided(position: position, jumps: true, identityOffset: offset)
        case .identified: return machine.identified()
        case .opened:
            machine.opened()
            return []
        case .close: return machine.close()
        case .sealed(let number, let time): return machine.sealed(Epochs.sealed(number), now: .seconds(time))
        case .sealFailed: return machine.sealFailed()
        case .logChanged: return machine.logChanged()
        case .committed(let outcome, let time): return machine.committed(outcome, now: .seconds(time))
        case .published(let number, let time): return machine.published(Epochs.id(number), now: .seconds(time))
        case .tick(let time): return machine.tick(now: .seconds(time))
        case .revoked(let time): return machine.revoked(now: .seconds(time))
        case .lost: return machine.lost()
        case .dropped: return machine.dropped()
        }
    }
}

/// Epochs told apart by small numbers.
enum Epochs {
    static let limits = PartitionMachine.Limits(
        commitDeadline: .seconds(30), drainDeadline: .seconds(10), pause: .seconds(1), sealedMax: 2)

    static func id(_ number: Int) -> EpochID {
        let text = String(number, radix: 16)
        guard let id = EpochID(text: String(repeating: "0", count: 32 - text.utf8.count) + text) else {
            preconditionFailure("32 hexadecimal digits are an id")
        }
        return id
    }

    static func sealed(_ number: Int) -> PartitionMachine.SealedEpoch {
        PartitionMachine.SealedEpoch(id: id(number), next: Int64(number) * 10, last: record(Int64(number) * 10 - 1))
    }

    static func record(_ offset: Int64) -> RecordIdentity {
        RecordIdentity(offset: offset, timestampMs: 0, hash: RecordHash(rawValue: 1))
    }
}
