// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What kind of events a generator makes.
package enum EventFormat: String, Sendable, CaseIterable {
    /// Application requests as JSON, about 330 bytes; every twentieth carries a secret in one of three places.
    case json
    /// Orders as nested JSON, about 580 bytes: arrays, Korean text, escapes, personal data.
    case rich
    /// Lines of a web server's access log, a small share of them odd.
    case combined
}
