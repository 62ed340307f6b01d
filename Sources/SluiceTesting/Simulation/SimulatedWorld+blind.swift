// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Runtime
import Sinks

extension SimulatedWorld {
    /// The log is about to become another one, of which only so much is kept. Notes up to where those who read it now
    /// may pass over the new one's records, since they have nothing to tell the two apart by.
    func noteBlindReaders(of partition: Int, keeping end: Int64) {
        blindUntil[partition] = 0
        for process in processes {
            guard let intake = process.intakes[partition] else { continue }
            let until =
                shape.clientsNotice
                ? blindStart(intake, of: process)
                : max(blindReading(intake, of: process), blindEpoch(intake, keeping: end))
            blindUntil[partition] = max(blindUntil[partition], until)
        }
    }

    /// A client that notices by itself does so when it reads; before that it has only the group's position, and where
    /// that names no record it may take it for one of the new log.
    private func blindStart(_ intake: SimulatedIntake, of process: SimulatedProcess) -> Int64 {
        switch intake.machine.phase {
        case .reading, .draining, .ended: return 0
        default: break
        }
        guard let committed = known(to: process, of: intake), committed.proof?.lastRecord == nil else { return 0 }
        return intake.plan?.position ?? committed.offset
    }

    /// The committed position that an intake knows, or the answer that is on its way to it.
    private func known(to process: SimulatedProcess, of intake: SimulatedIntake) -> CommittedPosition? {
        if let standing = intake.standing { return standing.committed }
        for case .standing(_, intake.ticket, let standing) in process.mail { return standing.committed }
        for case .ends(_, intake.ticket, let committed, _) in process.questions { return committed }
        return nil
    }

    /// Who notices nothing tells another log by the last record before the position. Where the log began there it is
    /// one before that, if the new log has any; where there is neither nobody can.
    private func blindReading(_ intake: SimulatedIntake, of process: SimulatedProcess) -> Int64 {
        let metadata = intake.previous ?? intake.standing?.committed?.proof
        guard metadata?.lastRecord == nil else { return 0 }
        guard let plan = intake.plan else {
            return max(partitions[intake.partition].end, known(to: process, of: intake)?.offset ?? 0)
        }
        let isTold =
            plan.position == plan.logStart && (plan.position == 0 || SimulatedLog.holdsRecord(plan.position - 1))
        return isTold ? 0 : plan.position
    }

    /// The look before a seal shows that the log is the same up to the epoch's beginning. What is cut off behind that
    /// while the epoch is open, and filled again beyond the position, shows nowhere.
    private func blindEpoch(_ intake: SimulatedIntake, keeping end: Int64) -> Int64 {
        guard intake.open != nil, end > 0, intake.anchor?.offset ?? -1 < end, intake.tracker.position > end else {
            return 0
        }
        return intake.tracker.position
    }
}
