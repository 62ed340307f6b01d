// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform

extension EpochStore {
    /// Seals an epoch whose data files are durable, or a jump, which needs no `beginEpoch`.
    ///
    /// After it returns the epoch survives a power cut and may be committed. After an error its files count as lost:
    /// only `abandon` is left.
    package func seal(_ manifest: Manifest) throws(StoreError) {
        precondition(manifest.slot == slot && manifest.group == group, "a manifest of another slot or group")
        let directory = directory(of: manifest.id)
        if manifest.isJump, live[manifest.id] == nil { _ = try beginEpoch(manifest.id) }
        guard case .open? = live[manifest.id] else {
            preconditionFailure("only an open epoch can be sealed")
        }
        live[manifest.id] = .failed
        let bytes: [UInt8]
        do throws(ManifestError) {
            try manifest.check()
            bytes = try files.manifests.encode(manifest)
        } catch {
            throw StoreError(error, at: directory)
        }
        try checkFiles(of: manifest, in: directory)
        let draft = directory + "/" + EpochDirectory.unfinishedManifest
        try files.create(draft, bytes: bytes) { FaultPoint.reach(.manifestWritten) }
        FaultPoint.reach(.manifestSynchronized)
        // Only whole manifests ever have the name that seals, whatever a power cut leaves of the draft.
        try files.run { (system) throws(FileError) in
            try system.rename(draft, directory + "/" + EpochDirectory.manifest)
        }
        FaultPoint.reach(.manifestNamed)
        let parent = path(RootLayout.pending, String(slot.number))
        try files.run { (system) throws(FileError) in
            try system.synchronizeDirectory(directory)
            try system.synchronizeDirectory(parent)
        }
        live[manifest.id] = .sealed(manifest)
        FaultPoint.reach(manifest.isJump ? .jumpSealed : .sealed)
    }

    private func checkFiles(of manifest: Manifest, in directory: String) throws(StoreError) {
        for file in manifest.files {
            let status = try files.status(directory + "/" + file.name)
            guard status?.kind == .file, status?.size == file.bytes else {
                throw StoreError(
                    code: .inconsistent,
                    message: "\(directory)/\(file.name): not the file of \(file.bytes) bytes that the manifest lists")
            }
        }
    }
}
