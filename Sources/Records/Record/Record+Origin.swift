// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Notes the key of the record, nil for none; borrowed until the next `begin`.
    public mutating func setKey(_ key: RawSpan?) {
        if let key {
            keyBytes = Bytes(key)
            hasKey = true
        } else {
            hasKey = false
        }
    }

    /// Notes a header; borrowed until the next `begin`. Headers past ``RecordsLimits/headersMax`` are counted only.
    public mutating func addHeader(name: RawSpan, value: RawSpan?) {
        guard headers.count < RecordsLimits.headersMax else {
            surplusHeaders += 1
            return
        }
        if let value {
            headers.append(Header(name: Bytes(name), value: Bytes(value)))
        } else {
            headers.append(Header(name: Bytes(name), value: nil))
        }
    }

    /// Name of the topic.
    public var topic: RawSpan {
        @_lifetime(borrow self)
        borrowing get { unsafe _overrideLifetime(topicName.span, borrowing: self) }
    }

    /// The key's bytes, nil where the record has none.
    public var key: RawSpan? {
        @_lifetime(borrow self)
        borrowing get {
            guard hasKey else { return nil }
            return unsafe _overrideLifetime(keyBytes.span, borrowing: self)
        }
    }

    /// Number of headers noted.
    public var headerCount: Int { headers.count }

    /// Whether the record has a header of this name, with a value or NULL.
    public func hasHeader(named name: RawSpan) -> Bool { lastHeader(named: name) != nil }

    /// The value of the last header of this name; nil where there is none or it is NULL.
    @_lifetime(borrow self)
    public func header(named name: RawSpan) -> RawSpan? {
        guard let header = lastHeader(named: name), header.hasValue else { return nil }
        return unsafe _overrideLifetime(header.value.span, borrowing: self)
    }

    private func lastHeader(named name: RawSpan) -> Header? {
        let wanted = Bytes(name)
        var index = headers.count - 1
        while index >= 0 {
            if headers[index].name.isEqual(to: wanted) { return headers[index] }
            index -= 1
        }
        return nil
    }
}
