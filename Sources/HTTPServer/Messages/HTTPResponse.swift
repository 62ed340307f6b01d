// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A whole answer.
package struct HTTPResponse: Sendable {
    package var status: HTTPStatus
    /// Names and values; `Content-Length`, `Date` and `Connection` are added by the server.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(_ status: HTTPStatus, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func text(_ text: String, status: HTTPStatus = .ok) -> HTTPResponse {
        content(text, "text/plain; charset=utf-8", status)
    }

    package static func json(_ json: String, status: HTTPStatus = .ok) -> HTTPResponse {
        content(json, "application/json", status)
    }

    package static func html(_ html: String, status: HTTPStatus = .ok) -> HTTPResponse {
        content(html, "text/html; charset=utf-8", status)
    }

    /// An answer of a media type that must not be cached or guessed at.
    package static func content(_ text: String, _ type: String, _ status: HTTPStatus = .ok) -> HTTPResponse {
        HTTPResponse(
            status,
            headers: [("Content-Type", type), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")],
            body: Array(text.utf8))
    }
}
