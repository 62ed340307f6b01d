// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Sinks

/// Commands that wait for the writer, in order. Abandoning an epoch removes what was still to be done for it, so that
/// a command which fails for ever does not outlive its epoch.
struct CommandQueue {
    private var commands: [WriterCommand] = []
    private var hasFailed = false

    var isEmpty: Bool { commands.isEmpty }
    /// Whether the first command was not tried yet.
    var isFirstNew: Bool { !commands.isEmpty && !hasFailed }

    /// Adds commands; the bytes of chunks that are not going to be written because their epoch was abandoned.
    mutating func append(_ more: [WriterCommand]) -> Int {
        var dropped = 0
        for command in more {
            if case .abandon(let key) = command { dropped += remove(key) }
            commands.append(command)
        }
        return dropped
    }

    /// Takes the first command out, to be tried: what is appended meanwhile cannot touch it.
    mutating func takeFirst() -> WriterCommand? {
        guard !commands.isEmpty else { return nil }
        hasFailed = false
        return commands.removeFirst()
    }

    /// Puts the command that was taken back in front, for it was tried in vain.
    mutating func putBack(_ command: WriterCommand) {
        commands.insert(command, at: 0)
        hasFailed = true
    }

    private mutating func remove(_ key: EpochKey) -> Int {
        let isFirstRemoved = commands.first.map { Self.isPart($0, of: key) } ?? false
        if isFirstRemoved { hasFailed = false }
        var bytes = 0
        commands.removeAll { command in
            guard Self.isPart(command, of: key) else { return false }
            if case .write(let delivery) = command { bytes += delivery.chunk?.count ?? 0 }
            return true
        }
        return bytes
    }

    /// Whether the command only serves the epoch's files; its beginning is needed to remove the directory.
    private static func isPart(_ command: WriterCommand, of key: EpochKey) -> Bool {
        switch command {
        case .write(let delivery): delivery.epoch == key
        case .seal(let epoch, _): epoch == key
        default: false
        }
    }
}
