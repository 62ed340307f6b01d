// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Platform

extension MemoryFileSystem {
    package func createFile(_ path: String, mode: UInt32, isDirect: Bool) throws(FileError) -> FileHandle {
        try perform(.createFile, path) { (state) throws(MemoryErrno) in
            let place = try state.parent(path).get()
            guard state.nodes[place.directory].names[place.name] == nil else { throw MemoryErrno(EEXIST) }
            let node = state.add(MemoryNode(kind: .file), in: place.directory, as: place.name)
            return FileHandle(rawValue: state.openHandle(node, path: path, view: view))
        }
    }

    package func openFile(_ path: String) throws(FileError) -> FileHandle {
        try perform(.openFile, path) { (state) throws(MemoryErrno) in
            let number = try state.node(path).get()
            switch state.nodes[number].kind {
            case .file: return FileHandle(rawValue: state.openHandle(number, path: path, view: view))
            case .directory: throw MemoryErrno(EISDIR)
            default: throw MemoryErrno(ELOOP)
            }
        }
    }

    package func write(
        _ bytes: UnsafeRawBufferPointer, to file: FileHandle, at offset: Int64
    ) throws(FileError) {
        try perform(.write, path(of: file)) { (state) throws(MemoryErrno) in
            guard let number = state.open[file.rawValue]?.node, offset >= 0 else { throw MemoryErrno(EBADF) }
            let start = Int(offset)
            let size = state.nodes[number].bytes.count
            let growth = max(0, start + bytes.count - size)
            let room = state.capacity == .max ? Int.max : Int(clamping: max(0, state.capacity - state.used))
            let count = growth <= room ? bytes.count : max(0, bytes.count - (growth - room))
            if start == size {
                state.nodes[number].bytes.append(contentsOf: bytes[..<count])
            } else {
                if start + count > size {
                    state.nodes[number].bytes += [UInt8](repeating: 0, count: start + count - size)
                }
                state.nodes[number].bytes.replaceSubrange(start..<start + count, with: bytes[..<count])
            }
            state.nodes[number].isDirty = true
            if count < bytes.count { throw MemoryErrno(ENOSPC) }
        }
    }

    package func read(
        _ file: FileHandle, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int {
        try perform(.read, path(of: file)) { (state) throws(MemoryErrno) in
            guard let number = state.open[file.rawValue]?.node, offset >= 0 else { throw MemoryErrno(EBADF) }
            let size = state.nodes[number].bytes.count
            let start = min(Int(offset), size)
            let end = min(start + buffer.count, size)
            buffer.copyBytes(from: state.nodes[number].bytes[start..<end])
            return end - start
        }
    }

    package func synchronize(_ file: FileHandle) throws(FileError) {
        // As on Linux: after a failure the bytes are marked clean though the disk does not have them.
        try perform(
            .synchronize, path(of: file),
            failing: { state in
                if let number = state.open[file.rawValue]?.node { state.nodes[number].isLost = true }
            },
            { (state) throws(MemoryErrno) in
                guard let number = state.open[file.rawValue]?.node else { throw MemoryErrno(EBADF) }
                state.synchronize(number)
            })
    }

    package func close(_ file: FileHandle) {
        disk.withState { $0.close(file.rawValue) }
    }

    package func lock(_ path: String) throws(FileError) -> FileHandle? {
        try perform(.lock, path) { (state) throws(MemoryErrno) in
            let place = try state.parent(path).get()
            let found = state.nodes[place.directory].names[place.name]
            let number = found ?? state.add(MemoryNode(kind: .file), in: place.directory, as: place.name)
            if state.locks[number] != nil { return nil }
            let handle = state.openHandle(number, path: path, view: view)
            state.locks[number] = handle
            return FileHandle(rawValue: handle)
        }
    }

    package func freeSpace(_ path: String) throws(FileError) -> FreeSpace {
        try perform(.freeSpace, path) { (state) throws(MemoryErrno) in
            _ = try state.node(path, follow: true).get()
            return FreeSpace(available: max(0, state.capacity - state.used), total: state.capacity)
        }
    }
}
