// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HTTPServer
import LagMonitor
import Telemetry

extension BurrowAPI {
    /// Forgets a group, or its offsets in a topic. Says 200 whatever was there.
    func remove(_ call: Call, _ pages: LagPages) -> HTTPResponse {
        _ = pages.remove(call)
        return answer(call.request, "consumer group removed")
    }

    func logLevel(_ call: Call) -> HTTPResponse {
        answer(call.request, "log level returned") { $0.field("level", watch.log.level.burrowName) }
    }

    private struct LevelRequest: Decodable {
        let level: String?
    }

    func setLogLevel(_ call: Call, _ pages: LagPages) -> HTTPResponse {
        // Go decodes `null` into a request without level.
        let isNull = call.request.body.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == Array("null".utf8)
        let body = isNull ? Array("{}".utf8) : call.request.body
        guard let request = try? JSONDecoder().decode(LevelRequest.self, from: Data(body)) else {
            return failure(call.request, .badRequest, "could not decode message body")
        }
        guard let level = LogLevel(burrowName: request.level ?? "") else {
            return failure(call.request, .notFound, "unknown log level")
        }
        watch.log.level = level
        pages.audit(call, "set_log_level", ["audit.level": .string(level.name)])
        return answer(call.request, "set log level")
    }
}

extension LogLevel {
    /// The level that Burrow's logger would have; ours has no `fatal`, which is `error` here.
    init?(burrowName name: String) {
        switch name.lowercased() {
        case "debug", "trace": self = .debug
        case "info": self = .info
        case "warn", "warning": self = .warning
        case "error", "fatal": self = .error
        default: return nil
        }
    }

    var burrowName: String {
        switch self {
        case .trace, .debug: "debug"
        case .info: "info"
        case .warning: "warn"
        case .error: "error"
        }
    }
}

extension LagPages {
    /// Forgets the group of a call, or its offsets in the call's topic, and writes down who wanted it; false: nothing
    /// was there.
    func remove(_ call: Call) -> Bool {
        let (cluster, group) = (call["cluster"], call["group"])
        let view = watch.cluster(cluster)
        var what: LogMetadata = ["kafka.cluster": .string(cluster), "kafka.group": .string(group)]
        let wasThere: Bool
        if let topic = call.values["topic"] {
            what = what.adding(["kafka.topic": .string(topic)])
            wasThere = view?.remove(group: group, topic: topic) ?? false
        } else {
            wasThere = view?.remove(group: group) ?? false
        }
        audit(call, "remove_group", what.adding(["audit.found": .bool(wasThere)]))
        return wasThere
    }
}
