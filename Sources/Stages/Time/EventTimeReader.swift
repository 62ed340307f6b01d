// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Topology

/// Reads the time of an event from its field.
enum EventTimeReader {
    /// Milliseconds since 1970; nil where the field is absent or holds no time of the format.
    static func milliseconds(
        _ record: borrowing Record, _ plan: EventTimePlan, _ buffer: inout ByteBuffer
    ) -> Int64? {
        switch plan.format {
        case .unixS: return unix(record, plan.slot, &buffer, perSecond: 1)
        case .unixMs: return unix(record, plan.slot, &buffer, perSecond: 1_000)
        case .unixUs: return unix(record, plan.slot, &buffer, perSecond: 1_000_000)
        case .unixNs: return unix(record, plan.slot, &buffer, perSecond: 1_000_000_000)
        case .rfc3339:
            guard record.kind(of: plan.slot) == .string else { return nil }
            let text = record.stringBytes(of: plan.slot, in: &buffer)._unsafeView(as: UInt8.self)
            return RFC3339Time.parse(text)
        case .combined:
            guard record.kind(of: plan.slot) == .string else { return nil }
            let text = record.stringBytes(of: plan.slot, in: &buffer)._unsafeView(as: UInt8.self)
            return text.count == WebLogTime.length ? WebLogTime.parse(text, at: 0) : nil
        }
    }

    private static func unix(
        _ record: borrowing Record, _ slot: Slot, _ buffer: inout ByteBuffer, perSecond: Int64
    ) -> Int64? {
        switch record.kind(of: slot) {
        case .number:
            guard let number = record.number(of: slot) else { return nil }
            return UnixTime.milliseconds(number, perSecond: perSecond)
        case .string:
            let text = record.stringBytes(of: slot, in: &buffer)._unsafeView(as: UInt8.self)
            return UnixTime.milliseconds(text, perSecond: perSecond)
        default: return nil
        }
    }
}
