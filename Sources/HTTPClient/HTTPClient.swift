// Sluice
// SPDX-License-Identifier: Apache-2.0

import CCURL
import Glibc

/// Asks HTTP servers, one request per connection. Certificates are checked; redirections are not followed, so that
/// a token goes nowhere else.
package struct HTTPClient: Sendable {
    /// A whole response.
    package struct Response: Sendable, Equatable {
        package let status: Int
        package let body: [UInt8]

        package init(status: Int, body: [UInt8]) {
            self.status = status
            self.body = body
        }
    }

    private let bodyBytesMax: Int
    private let timeout: Duration
    private let authorities: String?

    /// `libcurl` wants this once, before any other thread uses it.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// - Parameter authorities: PEM file of the certificates that are trusted; nil: those of the system.
    package init(
        bodyBytesMax: Int = HTTPClientLimits.bodyBytesMax, timeout: Duration = HTTPClientLimits.timeout,
        authorities: String? = nil
    ) {
        self.authorities = authorities
        self.bodyBytesMax = bodyBytesMax
        self.timeout = timeout
    }

    /// Gets a URL. Blocks up to the timeout.
    ///
    /// - Parameter token: sent as `Authorization: Bearer`.
    package func get(_ url: String, token: String? = nil) throws(HTTPClientError) -> Response {
        guard Self.isReady, let handle = curl_easy_init() else {
            throw HTTPClientError(code: .failed, message: "libcurl does not start")
        }
        defer { curl_easy_cleanup(handle) }
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        if let token { headers = curl_slist_append(headers, "Authorization: Bearer \(token)") }
        let sink = Sink(limit: bodyBytesMax)
        let milliseconds = Self.milliseconds(timeout)
        let connect = min(milliseconds, Self.milliseconds(HTTPClientLimits.connectTimeout))
        sluice_curl_set_text(handle, CURLOPT_URL, url)
        // `..` may be the name of a group.
        sluice_curl_set_number(handle, CURLOPT_PATH_AS_IS, 1)
        if let authorities { sluice_curl_set_text(handle, CURLOPT_CAINFO, authorities) }
        sluice_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        sluice_curl_set_text(handle, CURLOPT_USERAGENT, "sluice")
        // Timeouts by signals would end in another thread.
        sluice_curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        sluice_curl_set_number(handle, CURLOPT_TIMEOUT_MS, milliseconds)
        sluice_curl_set_number(handle, CURLOPT_CONNECTTIMEOUT_MS, connect)
        if Self.isLoopback(url) { sluice_curl_set_text(handle, CURLOPT_PROXY, "") }
        sluice_curl_set_headers(handle, headers)
        // The sink lives until the end of this call, and libcurl uses it within.
        let context = Unmanaged.passUnretained(sink).toOpaque()
        sluice_curl_set_sink(
            handle,
            { sink, size, count, context in
                guard let sink, let context else { return 0 }
                let bytes = UnsafeRawBufferPointer(start: sink, count: size * count)
                return Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue().take(bytes) ? bytes.count : 0
            }, context)
        let code = withExtendedLifetime(sink) { curl_easy_perform(handle) }
        guard code == CURLE_OK else { throw error(code, url, isTooLong: sink.isFull) }
        return Response(status: sluice_curl_status(handle), body: sink.bytes)
    }

    /// Collects a body, used by the thread of the request alone.
    private final class Sink {
        private(set) var bytes: [UInt8] = []
        private(set) var isFull = false
        private let limit: Int

        init(limit: Int) { self.limit = limit }

        func take(_ part: UnsafeRawBufferPointer) -> Bool {
            isFull = part.count > limit - bytes.count
            if !isFull { bytes.append(contentsOf: part) }
            return !isFull
        }
    }

    private func error(_ code: CURLcode, _ url: String, isTooLong: Bool) -> HTTPClientError {
        if isTooLong {
            return HTTPClientError(code: .tooLong, message: "the answer of \(url) is longer than \(bodyBytesMax) bytes")
        }
        let reason = String(cString: curl_easy_strerror(code))
        let kind: HTTPClientError.Code =
            switch code {
            case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .badURL
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT: .unreachable
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM: .insecure
            default: .failed
            }
        return HTTPClientError(code: kind, message: "no answer from \(url): \(reason)")
    }

    /// A proxy of the environment is no way to this machine.
    private static func isLoopback(_ url: String) -> Bool {
        guard let start = url.firstRange(of: "://")?.upperBound else { return false }
        let host = url[start...].prefix { $0 != "/" && $0 != "?" }
        return ["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return max(1, Int(clamping: seconds) &* 1000 &+ Int(attoseconds / 1_000_000_000_000_000))
    }
}
