// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Telemetry

/// The native API as an OpenAPI 3.1 document.
enum OpenAPI {
    static func document() -> JSONWriter {
        var json = JSONWriter()
        json.object { json in
            json.field("openapi", "3.1.0")
            json.key("info")
            json.object { json in
                json.field("title", "Sluice lag monitor")
                json.field("version", "1")
                json.field("description", "Lag of Kafka consumer groups: statuses, time lag, velocity, data loss.")
                json.key("license")
                json.object { json in
                    json.field("name", "Apache-2.0")
                    json.field("identifier", "Apache-2.0")
                }
            }
            json.key("servers")
            json.array(["/"]) { json, url in json.object { $0.field("url", url) } }
            json.key("security")
            json.array { json in
                json.object { _ in }
                json.object { json in
                    json.key("bearer")
                    json.array { _ in }
                }
            }
            json.key("paths")
            paths(&json)
            json.key("components")
            components(&json)
        }
        return json
    }

    private static func paths(_ json: inout JSONWriter) {
        let routes = RouteTable.all.filter { $0.interface == .native }
        var names: [String] = []
        for route in routes where !names.contains(route.path) { names.append(route.path) }
        json.object { json in
            for name in names {
                json.key(name)
                json.object { json in
                    for route in routes where route.path == name {
                        json.key(route.method.name.lowercased())
                        json.object { operation(route, &$0) }
                    }
                }
            }
        }
    }

    private static func operation(_ route: Route, _ json: inout JSONWriter) {
        json.field("summary", route.summary)
        json.field("operationId", identifier(route))
        json.key("parameters")
        json.array { json in
            for part in route.parts where part.hasPrefix("{") {
                json.object { json in
                    json.field("name", String(part.dropFirst().dropLast()))
                    json.field("in", "path")
                    json.field("required", true)
                    json.key("schema")
                    Schema.string.write(&json)
                }
            }
            for parameter in route.parameters {
                json.object { json in
                    json.field("name", parameter.name)
                    json.field("in", "query")
                    json.field("description", parameter.doc)
                    json.key("schema")
                    parameter.schema.write(&json)
                }
            }
        }
        json.key("responses")
        json.object { json in
            json.key("200")
            let isNamed = Schemas.all.contains { $0.name == route.answer }
            response("Done.", isNamed ? .named(route.answer) : .map(.string), isFree: !isNamed, &json)
            var failures = [(401 as UInt32, "a token is needed, or it is not known")]
            if route.role == .admin { failures.append((403, "the client may not change something")) }
            for failure in (failures + route.failures.map { ($0.status, $0.when) }).sorted(by: { $0.0 < $1.0 }) {
                json.key("\(failure.0)")
                response(failure.1, .named("Error"), isFree: false, &json)
            }
        }
    }

    /// `isFree`: any object.
    private static func response(_ doc: String, _ schema: Schema, isFree: Bool, _ json: inout JSONWriter) {
        json.object { json in
            json.field("description", doc)
            json.key("content")
            json.object { json in
                json.key("application/json")
                json.object { json in
                    json.key("schema")
                    if isFree { json.object { $0.field("type", "object") } } else { schema.write(&json) }
                }
            }
        }
    }

    private static func components(_ json: inout JSONWriter) {
        json.object { json in
            json.key("securitySchemes")
            json.object { json in
                json.key("bearer")
                json.object { json in
                    json.field("type", "http")
                    json.field("scheme", "bearer")
                }
            }
            json.key("schemas")
            json.object { json in
                for schema in Schemas.all {
                    json.key(schema.name)
                    Schema.object(schema.properties).write(&json, doc: schema.doc)
                }
            }
        }
    }

    /// `getClustersGroups`: the method and the path's words.
    private static func identifier(_ route: Route) -> String {
        var name = route.method.name.lowercased()
        for part in route.parts.dropFirst() {
            let word = part.filter { $0.isLetter }
            name += (part.hasPrefix("{") ? "By" : "") + word.prefix(1).uppercased() + word.dropFirst()
        }
        return name
    }
}
