// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A whole request.
package struct HTTPRequest: Sendable {
    package let method: HTTPMethod
    /// The path without query, decoded; begins with a slash.
    package let path: String
    /// The path as it was sent, with its escapes: a slash in a name is `%2F` here.
    package let rawPath: String
    /// The query, decoded; a name without `=` has the value "".
    package let query: HTTPFields
    package let headers: HTTPFields
    package let body: [UInt8]
    /// Who asks.
    package let peer: HTTPPeer

    /// Without a raw path the decoded one counts.
    package init(
        method: HTTPMethod, path: String, rawPath: String? = nil, query: HTTPFields = HTTPFields(),
        headers: HTTPFields = HTTPFields(), body: [UInt8] = [], peer: HTTPPeer = .unknown
    ) {
        self.method = method
        self.path = path
        self.rawPath = rawPath ?? path
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// The parts of the raw path between slashes, decoded one by one, so that a part can hold a slash; nil where one
    /// cannot be decoded.
    package var segments: [String]? {
        var segments: [String] = []
        for part in rawPath.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let segment = PercentCoding.decode(String(part), plusIsSpace: false) else { return nil }
            segments.append(segment)
        }
        return segments
    }
}
