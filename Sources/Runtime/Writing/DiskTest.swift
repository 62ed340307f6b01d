// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks

/// Writes a small file, makes it durable and removes it: whether a disk takes data again.
struct DiskTest {
    let files: any FileSystem

    /// Whether all of it worked. The file's name begins with a dot and is that of no one else's file.
    func passes(in directory: String) -> Bool { failure(in: directory) == nil }

    /// What failed, if anything.
    func failure(in directory: String) -> FileError? {
        var generator = SystemRandomNumberGenerator()
        let path = "\(directory)/.disk-test-\(generator.next())"
        do throws(FileError) {
            let file = try files.createFile(path, mode: 0o600)
            defer { files.close(file) }
            do throws(FileError) {
                let bytes = [UInt8](repeating: 0, count: RuntimeLimits.diskTestBytes)
                var written: Result<Void, FileError> = .success(())
                bytes.withUnsafeBytes { buffer in
                    do throws(FileError) {
                        try files.write(buffer, to: file, at: 0)
                    } catch {
                        written = .failure(error)
                    }
                }
                try written.get()
                try files.synchronize(file)
            } catch {
                // The first error counts; a file that cannot be removed either is empty or small.
                try? files.unlink(path)
                throw error
            }
            try files.unlink(path)
            return nil
        } catch {
            return error
        }
    }
}
