// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression

/// The names that a root keeps for itself.
package enum RootLayout {
    package static let storeFile = "store.json"
    /// `_pending/<group>/<slot>/<epoch id>/`: epochs being written or sealed.
    package static let pending = "_pending"
    /// `_manifests/<group>/<topic>/<partition>/<first>-<next>-<incarnation>-<kind>-<id>.json`: published epochs.
    package static let manifests = "_manifests"
    /// In a partition's directory of manifests: the segments of its ledger, each with many of the oldest.
    package static let ledger = "ledger"
    /// `_aside/<group>/{rolled,undecided}/<epoch id>/`: epochs that were not published.
    package static let aside = "_aside"
    /// `_complete/<output>.json`: how far each output is complete, for downstream jobs.
    package static let complete = "_complete"
    /// In `_pending/<group>/`: epochs that a slot handed over to the owner of their partition.
    package static let handed = "handed"
    package static let rolled = "rolled"
    package static let undecided = "undecided"
    /// In `_pending/<group>/`: the file that an operator locks while epochs are settled by hand.
    package static let operatorLock = "operator"
    /// In a slot's directory: the file that is locked.
    package static let lock = "lock"
    /// In a slot's directory: which tenure the slot is in.
    package static let tenure = "tenure"
    /// In a slot's directory: from where its processes have begun to read.
    static let starts = "starts.json"
    /// `_quarantine/records.json`: records that go to the dead letters unread.
    static let quarantine = "_quarantine"

    /// The name of a group's directory: the group with every byte but `[a-zA-Z0-9._-]` as `%XX`.
    package static func groupName(_ group: String) -> String {
        var text = ""
        for byte in group.utf8 {
            if KafkaName.isPlain(byte), !(text.isEmpty && byte == UInt8(ascii: ".")) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        guard text.utf8.count > longestGroupName else { return text }
        let hash = Checksum(of: Array(group.utf8).span.bytes)
        // No escaped name holds a `~`, so shortened names meet only each other.
        return String(text.prefix(longestGroupName)) + "~" + hash.hexadecimal
    }

    private static let longestGroupName = 200
}
