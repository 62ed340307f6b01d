// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor

/// One thing that the server answers to: what serves it, and what is written about it.
struct Route: Sendable {
    enum Interface: Sendable {
        /// Burrow's: paths are matched decoded, as its router does.
        case burrow
        /// Ours: an escaped slash belongs to a name.
        case native
        /// Pages for programs and people that are neither.
        case page
    }

    /// A name with a value behind the path's question mark.
    struct Parameter: Sendable {
        let name: String
        let schema: Schema
        let doc: String
    }

    let interface: Interface
    let method: HTTPMethod
    /// With names in braces: `/v1/clusters/{cluster}`.
    let path: String
    let summary: String
    var parameters: [Parameter] = []
    /// What the answer is: a schema of the native API, or a content type.
    var answer = "application/json"
    /// Statuses beside 200, with when they come.
    var failures: [(status: UInt32, when: String)] = []
    /// What a client's token has to allow; nil: nothing is asked.
    var role: ServerPlan.Role? = .read
    let handle: @Sendable (LagPages, Call) -> HTTPResponse

    /// The path's parts.
    var parts: ArraySlice<Substring> { path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() }

    /// The values of the names in the path where these are its parts; nil: another path.
    func values(_ segments: [String]) -> [String: String]? {
        let parts = parts
        guard segments.count == parts.count else { return nil }
        var values: [String: String] = [:]
        for (part, segment) in zip(parts, segments) {
            if part.hasPrefix("{") {
                guard !segment.isEmpty else { return nil }
                values[String(part.dropFirst().dropLast())] = segment
            } else if part != segment {
                return nil
            }
        }
        return values
    }
}

/// A request that has found its route.
struct Call: Sendable {
    let request: HTTPRequest
    let values: [String: String]
    /// Of whom asks; nil where tokens are not used.
    let role: ServerPlan.Role?

    /// The value of a name in the path.
    subscript(name: String) -> String { values[name] ?? "" }
}
