// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform

/// One process's view of a `MemoryDisk`: its descriptors and locks, its faults, its calls, and its death.
package final class MemoryFileSystem: FileSystem {
    /// The error of every call of a process that has died.
    package static let died = ESHUTDOWN

    private struct Process {
        var effectsLeft: Int?
        var effects = 0
        var isDead = false
        var faults: [MemoryFault] = []
        var calls: [FileCall] = []
    }

    let disk: MemoryDisk
    let view: Int
    private let logsCalls: Bool
    private let process: Locked<Process>

    init(disk: MemoryDisk, view: Int, effects: Int?, logsCalls: Bool) {
        self.disk = disk
        self.view = view
        self.logsCalls = logsCalls
        process = Locked(Process(effectsLeft: effects))
    }

    /// Adds a fault to those that the process's calls meet.
    package func inject(_ fault: MemoryFault) {
        process.withLock { $0.faults.append(fault) }
    }

    /// Takes all faults away.
    package func heal() {
        process.withLock { $0.faults = [] }
    }

    /// Every call so far, in order, where they are logged.
    package var calls: [FileCall] { process.withLock { $0.calls } }

    /// How many effects the process has had.
    package var effects: Int { process.withLock { $0.effects } }

    package var isDead: Bool { process.withLock { $0.isDead } }

    /// The process dies: its descriptors and locks go, what it wrote stays visible.
    package func kill() {
        process.withLock { $0.isDead = true }
        disk.state.withLock { $0.endProcess(view) }
    }

    /// Makes a call on the disk, unless the process is dead or meets a fault; `lost` says what a fault does besides.
    func perform<Result>(
        _ operation: FileOperation, _ path: @autoclosure () -> String,
        failing: (inout MemoryDiskState) -> Void = { _ in },
        _ body: (inout MemoryDiskState) throws(MemoryErrno) -> Result
    ) throws(FileError) -> Result {
        let code = logsCalls || hasFaults ? note(FileCall(operation: operation, path: path())) : deathCode
        if code != 0 {
            if code != Self.died { disk.state.withLock { failing(&$0) } }
            throw FileError(code: code, operation: operation.rawValue, path: path())
        }
        do throws(MemoryErrno) {
            let result = try disk.state.withLock(body)
            if operation.isEffect { countEffect() }
            return result
        } catch {
            throw FileError(code: error.code, operation: operation.rawValue, path: path())
        }
    }

    private var hasFaults: Bool { process.withLock { !$0.faults.isEmpty } }

    private var deathCode: Int32 { process.withLock { $0.isDead ? Self.died : 0 } }

    /// Logs a call.
    ///
    /// - Returns: the error that it meets; 0 where it meets none.
    private func note(_ call: FileCall) -> Int32 {
        process.withLock { process in
            if process.isDead { return Self.died }
            if logsCalls { process.calls.append(call) }
            var code: Int32 = 0
            for index in process.faults.indices where process.faults[index].strikes(call) && code == 0 {
                code = process.faults[index].code
            }
            return code
        }
    }

    private func countEffect() {
        let dies = process.withLock { process in
            process.effects += 1
            process.effectsLeft = process.effectsLeft.map { $0 - 1 }
            return process.effectsLeft == 0
        }
        if dies { kill() }
    }

    /// The path under which a file of this process was opened.
    func path(of file: FileHandle) -> String {
        disk.state.withLock { $0.open[file.rawValue]?.path ?? "descriptor \(file.rawValue)" }
    }
}
