// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why a manifest cannot be read or must not be sealed.
package struct ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// Written by a newer program; it has to stay as it is.
        case newerVersion
        /// Not a manifest: cut off, damaged or foreign.
        case damaged
        /// Larger than the limits allow.
        case tooLarge
        /// Contradicts itself; the message says where.
        case inconsistent
    }

    package let code: Code
    package let message: String

    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
