// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor

/// Decides who may ask for what.
///
/// With tokens, each request needs one (RFC 6750), and what changes something an admin's. Without, all may read and
/// only clients on this machine may change something, but no foreign page in their browser.
struct Access: Sendable {
    enum Verdict: Equatable {
        /// With the role of the token; nil where none are used.
        case granted(ServerPlan.Role?)
        case unauthorized(String)
        case forbidden(String)
    }

    private let tokens: [(role: ServerPlan.Role, secret: [UInt8])]

    init(_ tokens: [(role: ServerPlan.Role, secret: String)]) {
        self.tokens = tokens.map { ($0.role, Array($0.secret.utf8)) }
    }

    func verdict(_ request: HTTPRequest, needs role: ServerPlan.Role?) -> Verdict {
        guard let role else { return .granted(nil) }
        guard !tokens.isEmpty else { return role == .read ? .granted(nil) : withoutToken(request) }
        guard let header = request.headers.first("authorization") else {
            return .unauthorized("a bearer token is needed")
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard header.utf8.count <= LagServerLimits.authorizationBytesMax, parts.count == 2,
            parts[0].lowercased() == "bearer"
        else { return .unauthorized("only bearer tokens are taken") }
        let offered = Array(parts[1].utf8)
        var best: ServerPlan.Role?
        // All are compared, whichever fits.
        for token in tokens where Self.isEqual(offered, token.secret) {
            if best != .admin { best = token.role }
        }
        guard let best else { return .unauthorized("the token is not known") }
        if role == .admin, best != .admin { return .forbidden("the token may only read") }
        return .granted(best)
    }

    private func withoutToken(_ request: HTTPRequest) -> Verdict {
        guard request.peer.isLoopback else {
            return .forbidden("without tokens in the configuration only this machine may change something")
        }
        if let origin = request.headers.first("origin"), !Self.isLoopback(origin: origin) {
            return .forbidden("pages of other hosts may not change something")
        }
        return .granted(nil)
    }

    /// Whether `http://localhost:8000` or the like.
    private static func isLoopback(origin: String) -> Bool {
        guard let rest = origin.firstRange(of: "://").map({ origin[$0.upperBound...] }) else { return false }
        return ["localhost", "127.0.0.1", "[::1]"].contains { rest == $0 || rest.hasPrefix($0 + ":") }
    }

    /// Takes as long whether and wherever the two differ; only their length shows.
    static func isEqual(_ offered: [UInt8], _ secret: [UInt8]) -> Bool {
        guard offered.count == secret.count else { return false }
        var difference: UInt8 = 0
        for index in secret.indices { difference |= offered[index] ^ secret[index] }
        return difference == 0
    }
}
