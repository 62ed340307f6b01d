// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform
import SluiceTesting
import Testing

struct FileModeTests {
    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    /// The umask is the whole process's: other tests that run meanwhile only get other modes by it.
    @Test(arguments: [0o000, 0o022, 0o077, 0o177] as [mode_t]) func modesAreAsStatedWhateverTheUmask(mask: mode_t)
        throws
    {
        let directory = try TemporaryDirectory()
        let system = PosixFileSystem()
        let before = umask(mask)
        defer { umask(before) }
        try system.createDirectory(directory.path + "/d")
        for (name, wanted) in [("a", FileMode.file), ("b", FileMode.secret)] {
            system.close(try system.createFile(directory.path + "/" + name, mode: wanted))
            #expect(mode(directory.path + "/" + name) == wanted)
        }
        system.close(try #require(try system.lock(directory.path + "/l")))
        #expect(mode(directory.path + "/l") == FileMode.file)
        #expect(mode(directory.path + "/d") == FileMode.directory)
    }

    @Test func whatIsThereKeepsItsModeAndADirectoryItsGroup() throws {
        let directory = try TemporaryDirectory()
        let system = PosixFileSystem()
        #expect(mkdir(directory.path + "/d", 0o755) == 0 && chmod(directory.path + "/d", 0o2775) == 0)
        try system.createDirectory(directory.path + "/d")
        #expect(mode(directory.path + "/d") == 0o2775)
        try system.createDirectory(directory.path + "/d/e")
        #expect(mode(directory.path + "/d/e") == 0o2000 | FileMode.directory)
        let file = try #require(fopen(directory.path + "/l", "w"))
        fclose(file)
        #expect(chmod(directory.path + "/l", 0o660) == 0)
        let first = try #require(try system.lock(directory.path + "/l"))
        #expect(try system.lock(directory.path + "/l") == nil)
        system.close(first)
        #expect(mode(directory.path + "/l") == 0o660)
    }
}
