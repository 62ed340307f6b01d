// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Every numbered step of the epoch protocol, as a place where a test can kill the process.
///
/// `SLUICE_FAULT="<name>[:<nth>]"` kills it by SIGKILL right after the step was done for the nth time (1 without
/// a number).
package enum FaultPoint: String, Sendable, CaseIterable {
    // Step 1, write.
    case epochDirectoryCreated = "write.directory_created"
    case fileCreated = "write.file_created"
    case chunkAppended = "write.chunk_appended"
    case fileSynchronized = "write.file_synchronized"
    // Step 2, seal.
    case manifestWritten = "seal.manifest_written"
    case manifestSynchronized = "seal.manifest_synchronized"
    case manifestNamed = "seal.manifest_named"
    case sealed = "seal.directory_synchronized"
    case jumpSealed = "seal.jump_sealed"
    // Step 3, commit.
    case commitPrepared = "commit.prepared"
    case commitSent = "commit.sent"
    case commitAnswered = "commit.answered"
    // Step 4, publish.
    case publishBegun = "publish.begun"
    case dataLinked = "publish.data_linked"
    case dataDirectoriesSynchronized = "publish.data_directories_synchronized"
    case manifestLinked = "publish.manifest_linked"
    case manifestDirectorySynchronized = "publish.manifest_directory_synchronized"
    case completeWritten = "publish.complete_written"
    case pendingNameUnlinked = "publish.pending_name_unlinked"
    case epochDirectoryRemoved = "publish.directory_removed"
    // Superseding, after a rewind.
    case supersededFileUnlinked = "supersede.file_unlinked"
    case supersededManifestUnlinked = "supersede.manifest_unlinked"
    // Rolling up published manifests.
    case ledgerMarked = "ledger.root_marked"
    case ledgerDraftSynchronized = "ledger.draft_synchronized"
    case ledgerSegmentNamed = "ledger.segment_named"
    case ledgerDirectorySynchronized = "ledger.directory_synchronized"
    case ledgerManifestUnlinked = "ledger.manifest_unlinked"
    case ledgerRolledUp = "ledger.rolled_up"
    // Settling.
    case settlingBegun = "settle.begun"
    case movedAside = "settle.moved_aside"
    case asideSynchronized = "settle.aside_synchronized"
    case handedOver = "settle.handed_over"
    case leftoverRemoved = "settle.leftover_removed"
    case abandoned = "settle.abandoned"
}
