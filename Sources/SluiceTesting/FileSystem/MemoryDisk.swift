// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform

/// A disk in memory: what programs see, what survives a power cut, and the processes that use it.
package final class MemoryDisk: @unchecked Sendable {  // the mutex guards the disk and the processes on it
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var state: MemoryDiskState

    package convenience init() {
        self.init(copying: MemoryDiskState())
    }

    private init(copying state: MemoryDiskState) {
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        self.state = state
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs the body while no other thread does.
    func withState<Result, Failure: Error>(
        _ body: (inout MemoryDiskState) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// The file system as a new process sees it.
    ///
    /// - Parameters:
    ///   - effects: the process dies right after this many effects; nil: it lives on.
    ///   - logsCalls: whether `calls` lists its calls.
    package func process(dyingAfter effects: Int? = nil, logsCalls: Bool = true) -> MemoryFileSystem {
        let view = withState { state in
            state.nextView += 1
            return state.nextView
        }
        return MemoryFileSystem(disk: self, view: view, effects: effects, logsCalls: logsCalls)
    }

    /// A disk with the same contents on which no process runs.
    package func copy() -> MemoryDisk {
        var copy = withState { $0 }
        copy.open = [:]
        copy.locks = [:]
        return MemoryDisk(copying: copy)
    }

    /// Cuts the power: keeps what was synchronized and any subset of the rest, which the seed chooses.
    package func cutPower(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        withState { $0.cutPower(using: &generator) }
    }

    /// Bounds the bytes of all files; writing more fails with `ENOSPC` after what fits.
    package func setCapacity(_ bytes: Int64) {
        withState { $0.capacity = bytes }
    }

    /// Bounds the bytes of all files to those that are there and so many more.
    package func setFree(_ bytes: Int64) {
        withState { $0.capacity = $0.used + bytes }
    }

    /// Makes a symbolic link, as only someone else does.
    package func plantSymbolicLink(_ path: String, to target: String) {
        withState { state in
            guard let place = try? state.parent(path).get() else { return }
            _ = state.add(
                MemoryNode(kind: .symbolicLink, bytes: Array(target.utf8)), in: place.directory, as: place.name)
        }
    }

    /// Changes a file's bytes behind everyone's back; they are durable.
    package func overwrite(_ path: String, with bytes: [UInt8]) {
        withState { state in
            guard let number = try? state.node(path).get() else { return }
            state.nodes[number].bytes = bytes
            state.nodes[number].durableBytes = bytes
        }
    }

    /// All paths with what they are: files with their bytes, sorted.
    package func contents() -> [String: [UInt8]?] {
        withState { state in
            var found: [String: [UInt8]?] = [:]
            var rest: [(String, Int)] = [("", MemoryDiskState.rootNode)]
            while let (path, number) = rest.popLast() {
                if state.nodes[number].kind == .directory {
                    for (name, child) in state.nodes[number].names { rest.append((path + "/" + name, child)) }
                    found[path] = .some(nil)
                } else {
                    found[path] = state.nodes[number].bytes
                }
            }
            return found
        }
    }

    /// The bytes of a file; nil where there is none.
    package func bytes(at path: String) -> [UInt8]? {
        withState { state in
            guard let number = try? state.node(path).get(), state.nodes[number].kind == .file else { return nil }
            return state.nodes[number].bytes
        }
    }

    /// Shows everything below a directory, by the names that lead to it from there.
    func forEach(below path: String, _ body: ([Substring]) -> Void) {
        withState { state in
            guard let top = try? state.node(path).get() else { return }
            var rest: [([Substring], Int)] = [([], top)]
            while let (names, number) = rest.popLast() {
                for (name, child) in state.nodes[number].names {
                    let path = names + [name]
                    body(path)
                    if state.nodes[child].kind == .directory { rest.append((path, child)) }
                }
            }
        }
    }
}
