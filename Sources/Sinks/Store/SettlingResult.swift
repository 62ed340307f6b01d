// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What settling a sealed epoch did.
package enum SettlingResult: Hashable, Sendable {
    case published(PublishReport)
    /// Its pending names are gone: it was published before, or was a jump that did not happen.
    case removed
    case rolledBack
    /// It waits aside until someone decides.
    case undecided
    case handedOver
    /// It stays as it is.
    case untouched
}
