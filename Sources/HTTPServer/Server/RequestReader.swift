// Sluice
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD

/// Reads the parts of a request from the library.
struct RequestReader {
    private let connection: OpaquePointer

    init(_ connection: OpaquePointer) {
        self.connection = connection
    }

    /// The request, or nil where it is not clean: broken escapes, no UTF-8, too many fields.
    func request(method: String, url: String, body: [UInt8]) -> HTTPRequest? {
        guard url.hasPrefix("/"), let path = PercentCoding.decode(url, plusIsSpace: false) else { return nil }
        guard let headers = fields(.HEADER_KIND), let raw = fields(.GET_ARGUMENT_KIND) else { return nil }
        var query = HTTPFields()
        for pair in raw.pairs {
            guard let name = PercentCoding.decode(pair.name, plusIsSpace: true),
                let value = PercentCoding.decode(pair.value, plusIsSpace: true)
            else { return nil }
            query.append(name, value)
        }
        return HTTPRequest(
            method: HTTPMethod(method), path: path, rawPath: url, query: query, headers: headers, body: body,
            peer: HTTPPeer(sluice_mhd_peer(connection)))
    }

    private func fields(_ kind: MHD_ValueKind) -> HTTPFields? {
        let collector = FieldCollector()
        // The collector lives through the call, which is the only user of the pointer.
        let pointer = Unmanaged.passUnretained(collector).toOpaque()
        let count = withExtendedLifetime(collector) {
            MHD_get_connection_values_n(connection, kind, collectField, pointer)
        }
        return count >= 0 && !collector.isSpoilt ? collector.fields : nil
    }
}

/// Gathers fields for a callback.
private final class FieldCollector {
    var fields = HTTPFields()
    /// A field was not UTF-8, or there were too many.
    var isSpoilt = false
}

private let collectField: MHD_KeyValueIteratorN = { context, _, name, nameSize, value, valueSize in
    guard let context, let name else { return .NO }
    let collector = Unmanaged<FieldCollector>.fromOpaque(context).takeUnretainedValue()
    let nameBytes = UnsafeRawBufferPointer(start: name, count: nameSize)
    let valueBytes = UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : valueSize)
    guard collector.fields.pairs.count < HTTPServerBounds.fieldsMax,
        let name = String(validating: nameBytes, as: UTF8.self),
        let value = String(validating: valueBytes, as: UTF8.self)
    else {
        collector.isSpoilt = true
        return .NO
    }
    collector.fields.append(name, value)
    return .YES
}
