// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import Terminal

/// The HTTP server of a command with a `listen` option.
enum ControlServer {
    /// A taken default port moves to a free one; one that was asked for must be free.
    static func start(
        _ arguments: ParsedArguments, answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) throws(HTTPServerError) -> HTTPServer {
        guard let address = arguments.address("listen") else { preconditionFailure("'listen' has a default") }
        let server = try HTTPServer(
            host: address.host, port: address.port, arguments.isGiven("listen") ? .exactly : .preferably,
            handler: answer)
        if server.hasMoved {
            Console.error.write("sluice: port \(address.port) is taken, using \(server.port)\n")
        }
        return server
    }
}
