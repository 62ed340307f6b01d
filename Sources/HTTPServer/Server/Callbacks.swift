// Sluice
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import Glibc

// Called by the library on the daemon's thread. `context` is the server's `ServerContext`, unretained: the server
// stops the daemon before it lets go of it. They stand at the top level, so that no actor's isolation gets into them.

/// Called once when a request's head is there, once per part of its body, and once at its end.
let answerRequest: MHD_AccessHandlerCallback = { context, connection, url, method, _, upload, uploadSize, slot in
    guard let context, let connection, let url, let method, let uploadSize, let slot else { return .NO }
    guard let known = slot.pointee else {
        let exchange = Exchange(context: Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue())
        // Retained for the library; `completeRequest` releases it.
        slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
        return exchange.refusal(connection) ?? .YES
    }
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    if uploadSize.pointee > 0 {
        let goesOn = exchange.receive(UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee))
        uploadSize.pointee = 0
        return goesOn ? .YES : .NO
    }
    return exchange.finish(connection, method: String(cString: method), url: String(cString: url))
}

/// Called once per request that `answerRequest` has seen, when its answer is sent or its connection has ended.
let completeRequest: MHD_RequestCompletedCallback = { context, connection, slot, _ in
    guard let context, let connection, let slot, let known = slot.pointee else { return }
    slot.pointee = nil
    Unmanaged<Exchange>.fromOpaque(known).release()
    Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue().answered(sluice_mhd_socket(connection))
}

/// Called when a connection has been accepted and before its socket is closed.
let noteConnection: MHD_NotifyConnectionCallback = { context, connection, _, event in
    guard let context, let connection else { return }
    let server = Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue()
    let socket = sluice_mhd_socket(connection)
    if event == .CONNECTION_NOTIFY_STARTED { server.opened(socket) } else { server.closed(socket) }
}

/// Leaves escapes as they are: the library would end a path at `%00` without a word.
let keepEscapes: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int = {
    _, _, text in text.map { strlen($0) } ?? 0
}
