// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Telemetry

/// Finds the route of a request, or the answer to one that has none.
struct Router: Sendable {
    enum Outcome {
        case found(Route, [String: String])
        case answered(HTTPResponse)
    }

    private let routes: [Route]

    init(_ routes: [Route]) {
        self.routes = routes
    }

    func find(_ request: HTTPRequest) -> Outcome {
        let decoded = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        let raw = request.segments ?? decoded
        var fitting: [(route: Route, values: [String: String])] = []
        for route in routes {
            if let values = route.values(route.interface == .burrow ? decoded : raw) { fitting.append((route, values)) }
        }
        guard let first = fitting.first else { return .answered(unknown(request, decoded)) }
        let isBurrows = first.route.interface == .burrow
        if let (route, values) = fitting.first(where: { $0.route.method == request.method }) {
            return .found(route, values)
        }
        if request.method == .head, !isBurrows, let (route, values) = fitting.first(where: { $0.route.method == .get })
        {
            return .found(route, values)
        }
        var names = Set(fitting.map(\.route.method.name))
        names.insert(isBurrows || !names.contains("GET") ? "OPTIONS" : "HEAD")
        let allow = names.sorted().joined(separator: ", ")
        if isBurrows {
            // Burrow's router answers OPTIONS itself.
            if request.method == .options { return .answered(HTTPResponse(.ok, headers: [("Allow", allow)])) }
            return .answered(Self.plain("Method Not Allowed", .methodNotAllowed, [("Allow", allow)]))
        }
        var response = Failure.native(.methodNotAllowed, "method_not_allowed", "the method does not fit this path")
        response.headers.append(("Allow", allow))
        return .answered(response)
    }

    private func unknown(_ request: HTTPRequest, _ decoded: [String]) -> HTTPResponse {
        if decoded.count > 1, decoded.last == "",
            routes.contains(where: { $0.values(Array(decoded.dropLast())) != nil })
        {
            return Self.redirect(request, to: String(request.rawPath.dropLast()))
        }
        if decoded.first == "v1" {
            return Failure.native(.notFound, "not_found", "nothing is at this path; see /v1/openapi.json")
        }
        return Self.plain(#"{"error":true,"message":"invalid request type","result":{}}"#, .notFound)
    }

    /// As Go's `http.Redirect`.
    private static func redirect(_ request: HTTPRequest, to path: String) -> HTTPResponse {
        guard request.method == .get else { return HTTPResponse(.permanentRedirect, headers: [("Location", path)]) }
        var link = ""
        for scalar in path.unicodeScalars {
            switch scalar {
            case "&": link += "&amp;"
            case "<": link += "&lt;"
            case ">": link += "&gt;"
            case "\"": link += "&#34;"
            case "'": link += "&#39;"
            default: link.unicodeScalars.append(scalar)
            }
        }
        return HTTPResponse(
            .movedPermanently, headers: [("Content-Type", "text/html; charset=utf-8"), ("Location", path)],
            body: Array("<a href=\"\(link)\">Moved Permanently</a>.\n\n".utf8))
    }

    /// As Go's `http.Error`.
    private static func plain(
        _ text: String, _ status: HTTPStatus, _ headers: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        let type = [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")]
        return HTTPResponse(status, headers: type + headers, body: Array((text + "\n").utf8))
    }
}

/// Answers that say what went wrong.
enum Failure {
    /// `{"error":{"code":...,"message":...}}`
    static func native(_ status: HTTPStatus, _ code: String, _ message: String) -> HTTPResponse {
        var json = JSONWriter()
        json.object { json in
            json.key("error")
            json.object { json in
                json.field("code", code)
                json.field("message", message)
            }
        }
        return NativeAPI.response(json, status)
    }
}
