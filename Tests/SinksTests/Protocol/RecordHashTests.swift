// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import Testing

struct RecordHashTests {
    private func hash(_ key: String?, _ payload: String?) -> RecordHash {
        let (key, payload) = (key.map { Array($0.utf8) }, payload.map { Array($0.utf8) })
        switch (key, payload) {
        case (let key?, let payload?): return RecordHash(key: key.span.bytes, payload: payload.span.bytes)
        case (let key?, nil): return RecordHash(key: key.span.bytes, payload: nil)
        case (nil, let payload?): return RecordHash(key: nil, payload: payload.span.bytes)
        case (nil, nil): return RecordHash(key: nil, payload: nil)
        }
    }

    @Test func everyPartCounts() {
        let hashes = [
            hash(nil, nil), hash("", nil), hash(nil, ""), hash("", ""), hash("ab", "c"), hash("a", "bc"),
            hash("abc", ""), hash("", "abc"), hash(nil, "abc"), hash("abc", nil),
        ]
        #expect(Set(hashes).count == hashes.count)
    }

    @Test func theHashIsTheSameOnEveryMachine() {
        #expect(hash("key", "payload").description == "e838ec9079541976")
    }
}
