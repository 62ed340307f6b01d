// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Records

/// A record that could not be handled, with the reason and everything that it came with.
///
/// Borrows all bytes; lives as long as the batch.
package struct DeadLetter: ~Escapable {
    /// Why, as a stable name: `invalid_json`, `unmatched`.
    package let reason: String
    /// The stage that refused it, as the topology numbers it: `enrich[0].set`.
    package let stage: String
    /// Byte of the payload where the trouble is; negative where there is no such place.
    package let position: Int
    package let origin: RecordOrigin
    package let key: RawSpan?
    /// Nil for a tombstone.
    package let payload: RawSpan?

    @_lifetime(copy origin, copy key, copy payload)
    package init(
        reason: String, stage: String, position: Int, origin: RecordOrigin, key: RawSpan?, payload: RawSpan?
    ) {
        self.reason = reason
        self.stage = stage
        self.position = position
        self.origin = origin
        self.key = key
        self.payload = payload
    }
}
