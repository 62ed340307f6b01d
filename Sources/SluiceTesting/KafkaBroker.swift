// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Real Apache Kafka brokers on the loopback address, run by the launcher that `SLUICE_KAFKA` names.
///
/// The brokers live in a temporary directory and end with this object, or with the test process however it ends:
/// a shell holds a pipe to it and stops them when the pipe closes.
package final class KafkaBroker: @unchecked Sendable {  // immutable but for `guardian`, which `stop` takes once
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package let bootstrap: String
    package let directory: String
    private let launcher: String
    private let guardian: UnsafeMutablePointer<FILE>
    private var isStopped = false

    /// One broker that all tests of a process share, started by the first; it ends with the process.
    package static let shared = Result { try KafkaBroker() }

    /// The launcher script: `SLUICE_KAFKA`, else the one beside the package; nil where there is none or no Java.
    package static let launcher: String? = {
        var candidates: [String] = []
        if let named = getenv("SLUICE_KAFKA") { candidates.append(String(cString: named)) }
        // Sources/SluiceTesting/KafkaBroker.swift -> package root -> shared folder beside it
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        candidates.append("/\(root)/../shared/kafka/kafka.sh")
        guard let found = candidates.first(where: { access($0, R_OK) == 0 }) else { return nil }
        return (try? shell("command -v java")) == nil ? nil : found
    }()

    /// Why tests with real Kafka are skipped.
    package static let skipMessage = "needs Java and a Kafka launcher in SLUICE_KAFKA"

    package init(brokers: Int = 1, settings: [String] = []) throws {
        guard let launcher = Self.launcher else { throw Failure(description: Self.skipMessage) }
        self.launcher = launcher
        directory = try Self.shell("mktemp -d /tmp/sluice-kafka.XXXXXX")
        let script = "trap '' INT TERM HUP; cat >/dev/null; bash \(Self.quote(launcher)) stop \(Self.quote(directory))"
        guard let guardian = popen("\(script) >/dev/null 2>&1; rm -rf \(Self.quote(directory))", "we") else {
            throw Failure(description: "cannot start a shell")
        }
        self.guardian = guardian
        let overrides = settings.map { " -o \(Self.quote($0))" }.joined()
        let port = try Self.freePorts(2 * brokers)
        do {
            bootstrap = try Self.start(launcher, directory, "-n \(brokers) -p \(port)\(overrides)", brokers: brokers)
        } catch {
            pclose(guardian)
            throw error
        }
    }

    /// Starts the brokers and waits until they answer, beyond the launcher's own patience on a machine that builds and
    /// tests other things at the same time.
    private static func start(
        _ launcher: String, _ directory: String, _ options: String, brokers: Int
    ) throws -> String {
        let call = "bash \(quote(launcher))"
        do {
            return try shell(
                "KAFKA_HEAP=${KAFKA_HEAP:-256m} \(call) start \(quote(directory)) \(options) | tail -n 1")
        } catch {
            let logs = (1...brokers).map { quote("\(directory)/\($0).log") }
            let waits = logs.map { "until grep -q 'Kafka Server started' \($0); do sleep 0.2; done" }
            let wait = "timeout 120 bash -c \(quote(waits.joined(separator: "; ")))"
            guard (try? shell(wait)) != nil else { throw error }
            return try shell("\(call) bootstrap \(quote(directory)) | tail -n 1")
        }
    }

    deinit {
        stop()
    }

    /// Stops the brokers and deletes their data.
    package func stop() {
        if isStopped { return }
        isStopped = true
        pclose(guardian)
    }

    /// Runs a verb of the launcher on one broker: `kill`, `pause`, `resume`, `run`.
    package func broker(_ id: Int, _ verb: String) throws {
        _ = try Self.shell("bash \(Self.quote(launcher)) \(verb) \(Self.quote(directory)) \(id)")
    }

    /// Runs one of Kafka's own tools, as `groups --describe --group g`; returns what it prints.
    package func tool(_ name: String, _ arguments: [String]) throws -> String {
        let words = (arguments + ["--bootstrap-server", bootstrap]).map(Self.quote).joined(separator: " ")
        return try Self.shell("bash \(Self.quote(launcher)) \(name) \(words)")
    }

    private static func quote(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// The output of a command without its last line end; throws where the command fails.
    private static func shell(_ command: String) throws -> String {
        guard let pipe = popen("exec bash -o pipefail -c \(quote(command))", "re") else {
            throw Failure(description: "cannot start a shell")
        }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            output += buffer[..<count]
        }
        let status = pclose(pipe)
        while output.last == 10 { output.removeLast() }
        let text = String(decoding: output, as: UTF8.self)
        if status != 0 { throw Failure(description: "'\(command)' failed with \(status >> 8): \(text)") }
        return text
    }

    /// The first of consecutive ports that nobody listens on now.
    private static func freePorts(_ count: Int) throws -> Int {
        for _ in 0..<50 {
            let base = Int.random(in: 20_000..<32_000)
            if (base..<(base + count)).allSatisfy(isFree) { return base }
        }
        throw Failure(description: "no \(count) free ports in a row")
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
