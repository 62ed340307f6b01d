// Sluice
// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text as a part of a shell function's name.
    var replacingDashes: String { String(map { $0 == "-" ? "_" : $0 }) }
}
