// Sluice
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#endif

/// Memory whose last byte lies before a page that must not be touched: reading past the end ends the process.
final class GuardedPage {
    private let base: UnsafeMutableRawPointer
    private let readable: Int
    private let page = sysconf(Int32(_SC_PAGESIZE))

    init?(bytes: Int) {
        readable = (bytes + page - 1) / page * page
        guard
            let memory = mmap(nil, readable + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            memory != MAP_FAILED
        else { return nil }
        base = memory
        guard mprotect(base + readable, page, PROT_NONE) == 0 else { return nil }
    }

    deinit {
        munmap(base, readable + page)
    }

    /// Lends the bytes at the very end of the page.
    func withBytes<Result>(_ bytes: ArraySlice<UInt8>, _ body: (RawSpan) -> Result) -> Result {
        let start = base + readable - bytes.count
        bytes.withUnsafeBytes { start.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(start), byteCount: $0.count) }
        let buffer = UnsafeRawBufferPointer(start: start, count: bytes.count)
        return body(buffer.bytes)
    }
}
