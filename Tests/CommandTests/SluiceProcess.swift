// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// The built `sluice`, run as a process; both streams go to files.
final class SluiceProcess {
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The program beside the test bundle.
    static let program: String? = {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        var places = [String(#filePath.dropLast("Tests/CommandTests/SluiceProcess.swift".count)) + ".build/debug"]
        for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
            places.insert(String(argument.prefix(upTo: argument.lastIndex(of: "/") ?? argument.startIndex)), at: 0)
        }
        if count > 0 {
            let own = String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            places.insert(String(own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex)), at: 0)
        }
        return places.map { $0 + "/sluice" }.first { access($0, X_OK) == 0 }
    }()

    static let skipMessage = "needs the built program beside the tests"

    private let id: pid_t
    private let directory: String

    /// - Parameters:
    ///   - directory: where the streams go.
    ///   - environment: added to the test's own.
    init(_ arguments: [String], in directory: String, environment: [String: String] = [:]) throws {
        let program = try #require(Self.program)
        self.directory = directory
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (number, name) in [(Int32(1), "out"), (Int32(2), "err")] {
            posix_spawn_file_actions_addopen(
                &actions, number, "\(directory)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        var variables = ["PATH=/usr/bin:/bin", "HOME=\(directory)"]
        variables += environment.map { "\($0.key)=\($0.value)" }
        let words = ([program] + arguments).map { strdup($0) }
        let settings = variables.map { strdup($0) }
        defer { (words + settings).forEach { free($0) } }
        var id = pid_t()
        let result = posix_spawn(&id, program, &actions, nil, words + [nil], settings + [nil])
        try #require(result == 0)
        self.id = id
    }

    deinit {
        kill(id, SIGKILL)
    }

    func signal(_ number: Int32) { kill(id, number) }

    /// What it has written so far.
    var output: String { Self.text("\(directory)/out") }
    var errors: String { Self.text("\(directory)/err") }

    /// Waits for its end; kills it after the limit.
    func end(within limit: Duration = .seconds(180)) async throws -> Outcome {
        let until = ContinuousClock.now + limit
        var status: Int32 = 0
        while waitpid(id, &status, WNOHANG) == 0 {
            if ContinuousClock.now > until {
                kill(id, SIGKILL)
                Issue.record("sluice did not end within \(limit):\n\(output)\n\(errors)")
                waitpid(id, &status, 0)
                break
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        let isExit = status & 0x7f == 0
        return Outcome(status: isExit ? (status >> 8) & 0xff : -(status & 0x7f), output: output, errors: errors)
    }

    /// Waits until it has written a text to its error stream.
    func untilItSays(_ text: String, within limit: Duration = .seconds(180)) async throws {
        let end = ContinuousClock.now + limit
        while !errors.contains(text) {
            try #require(ContinuousClock.now < end, "it never says '\(text)': \(errors)")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}
