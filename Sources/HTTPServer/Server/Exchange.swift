// Sluice
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD

/// One request while it arrives, and its answer. Lives on the daemon's thread from the first call of the handler to
/// the completion callback, which releases it.
final class Exchange {
    private let context: ServerContext
    private var body: [UInt8] = []
    private var dropped = 0

    init(context: ServerContext) {
        self.context = context
    }

    /// Refuses a body whose announced length is too large before it is sent; nil lets the request go on.
    func refusal(_ connection: OpaquePointer) -> MHD_Result? {
        guard let text = MHD_lookup_connection_value(connection, .HEADER_KIND, "Content-Length") else { return nil }
        guard let length = Int64(String(cString: text)), length > Int64(context.limits.bodyBytesMax) else { return nil }
        return queue(tooLarge, connection)
    }

    /// Takes a part of the body; false when the connection has to end.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard dropped == 0, body.count + bytes.count <= context.limits.bodyBytesMax else {
            dropped += bytes.count
            return dropped <= HTTPServerBounds.drainBytesMax
        }
        body += bytes
        return true
    }

    /// Answers the request, whose body is complete.
    func finish(_ connection: OpaquePointer, method: String, url: String) -> MHD_Result {
        if dropped > 0 { return queue(tooLarge, connection) }
        guard let request = RequestReader(connection).request(method: method, url: url, body: body) else {
            return queue(Self.refused("the request's path or fields cannot be read\n", .badRequest), connection)
        }
        return queue(context.handler(request), connection)
    }

    private var tooLarge: HTTPResponse {
        Self.refused("the body has more than \(context.limits.bodyBytesMax) bytes\n", .contentTooLarge)
    }

    /// Refuses and ends the connection. It would be kept for the idle time-out otherwise, since the library overlooks
    /// an end of stream that arrives together with the request (0.9.75, epoll).
    private static func refused(_ text: String, _ status: HTTPStatus) -> HTTPResponse {
        var response = HTTPResponse.text(text, status: status)
        response.headers.append(("Connection", "close"))
        return response
    }

    private func queue(_ response: HTTPResponse, _ connection: OpaquePointer) -> MHD_Result {
        let made = response.body.withUnsafeBytes { body in
            MHD_create_response_from_buffer(
                body.count, UnsafeMutableRawPointer(mutating: body.baseAddress), .RESPMEM_MUST_COPY)
        }
        guard let made else { return .NO }
        defer { MHD_destroy_response(made) }
        for header in response.headers {
            // The library refuses names and values with line ends; such a header is left out.
            MHD_add_response_header(made, header.name, header.value)
        }
        return MHD_queue_response(connection, response.status.code, made)
    }
}
