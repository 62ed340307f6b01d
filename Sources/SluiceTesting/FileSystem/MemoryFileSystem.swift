// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform

/// One process's view of a `MemoryDisk`: its descriptors and locks, its faults, its calls, and its death.
package final class MemoryFileSystem: FileSystem, @unchecked Sendable {  // the disk's mutex guards all that changes
    /// The error of every call of a process that has died.
    package static let died = ESHUTDOWN

    let disk: MemoryDisk
    let view: Int
    private let logsCalls: Bool
    private var effectsLeft: Int?
    private var effectCount = 0
    private var hasDied = false
    private var faults: [MemoryFault] = []
    private var log: [FileCall] = []

    init(disk: MemoryDisk, view: Int, effects: Int?, logsCalls: Bool) {
        self.disk = disk
        self.view = view
        self.logsCalls = logsCalls
        effectsLeft = effects
    }

    /// Adds a fault to those that the process's calls meet.
    package func inject(_ fault: MemoryFault) {
        disk.withState { _ in faults.append(fault) }
    }

    /// Takes all faults away.
    package func heal() {
        disk.withState { _ in faults = [] }
    }

    /// Every call so far, in order, where they are logged.
    package var calls: [FileCall] { disk.withState { _ in log } }

    /// How many effects the process has had.
    package var effects: Int { disk.withState { _ in effectCount } }

    package var isDead: Bool { disk.withState { _ in hasDied } }

    /// The process dies: its descriptors and locks go, what it wrote stays visible.
    package func kill() {
        disk.withState { end(&$0) }
    }

    private func end(_ state: inout MemoryDiskState) {
        hasDied = true
        state.endProcess(view)
    }

    /// Makes a call on the disk, unless the process is dead or meets a fault; `failing` says what a fault does besides.
    @inline(__always)
    func perform<Result>(
        _ operation: FileOperation, _ path: @autoclosure () -> String,
        failing: (inout MemoryDiskState) -> Void = { _ in },
        _ body: (inout MemoryDiskState) throws(MemoryErrno) -> Result
    ) throws(FileError) -> Result {
        // A path is made only for those who look at it.
        let isWatched = logsCalls || disk.withState { _ in !faults.isEmpty }
        let call = isWatched ? FileCall(operation: operation, path: path()) : nil
        do throws(MemoryErrno) {
            return try disk.withState { (state) throws(MemoryErrno) in
                if hasDied { throw MemoryErrno(Self.died) }
                if let call, let code = note(call) {
                    failing(&state)
                    throw MemoryErrno(code)
                }
                let result = try body(&state)
                if operation.isEffect { countEffect(&state) }
                return result
            }
        } catch {
            throw FileError(code: error.code, operation: operation.rawValue, path: path())
        }
    }

    /// Logs a call.
    ///
    /// - Returns: the error that it meets, if any.
    private func note(_ call: FileCall) -> Int32? {
        if logsCalls { log.append(call) }
        var code: Int32?
        for index in faults.indices where faults[index].strikes(call) && code == nil { code = faults[index].code }
        return code
    }

    private func countEffect(_ state: inout MemoryDiskState) {
        effectCount += 1
        effectsLeft = effectsLeft.map { $0 - 1 }
        if effectsLeft == 0 { end(&state) }
    }

    /// The path under which a file of this process was opened.
    func path(of file: FileHandle) -> String {
        disk.withState { $0.open[file.rawValue]?.path ?? "descriptor \(file.rawValue)" }
    }
}
