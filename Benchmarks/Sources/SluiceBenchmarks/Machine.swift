// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The machine that figures belong to.
enum Machine {
    /// CPU model, cores and load.
    static var description: String {
        var model = "unknown CPU"
        if let file = fopen("/proc/cpuinfo", "r") {
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 512)
            while fgets(&line, Int32(line.count), file) != nil {
                let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
                model = text[text.index(after: colon)...].split(separator: " ").joined(separator: " ")
                    .filter { $0 != "\n" }
                break
            }
        }
        var load = [0.0]
        getloadavg(&load, 1)
        return "\(model), \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores, load \(load[0])"
    }

    /// Says what went wrong and ends the process.
    static func fail(_ message: String, _ code: Int32) -> Never {
        let line = Array((message + "\n").utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(code)
    }

    /// CPU time of this thread.
    static func threadNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
