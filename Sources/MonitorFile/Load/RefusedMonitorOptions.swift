// Sluice
// SPDX-License-Identifier: Apache-2.0

import Topology

/// The properties of librdkafka that the monitor sets itself.
enum RefusedMonitorOptions {
    private static let reasons: [String: ValueError] = [
        "bootstrap.servers": ValueError("the brokers have a key of their own", hint: "write 'brokers'"),
        "metadata.broker.list": ValueError("the brokers have a key of their own", hint: "write 'brokers'"),
        "client.id": ValueError("it has a key of its own", hint: "write 'client_id'"),
        "group.id": ValueError("the monitor is in no group"),
        "isolation.level": ValueError("aborted commits must not be counted", hint: "write 'isolation' for groups"),
        "auto.offset.reset": ValueError("the monitor says itself where to read", hint: "write 'start'"),
        "enable.partition.eof": ValueError("the end of the offsets topic must be seen"),
    ]

    /// Why a property may not be set; nil where it may.
    static func reason(for name: String) -> ValueError? { reasons[name.lowercased()] }
}
