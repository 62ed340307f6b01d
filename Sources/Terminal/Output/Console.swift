// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A standard stream of the process as text goes there, unbuffered.
package struct Console: Sendable {
    /// The file descriptor.
    package let descriptor: Int32

    package static let output = Console(descriptor: 1)
    package static let error = Console(descriptor: 2)

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether a person looks at the stream; `TERM=dumb` counts as nobody, since nothing can be redrawn there.
    package var isTerminal: Bool {
        guard isatty(descriptor) == 1 else { return false }
        guard let term = getenv("TERM") else { return false }
        return String(cString: term) != "dumb"
    }

    /// Whether colours are welcome: on a terminal, unless `NO_COLOR` is set (no-color.org).
    package var hasColor: Bool {
        guard isTerminal else { return false }
        guard let value = getenv("NO_COLOR") else { return true }
        return value.pointee == 0
    }

    /// The width of the terminal in columns.
    package var columns: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return TerminalLimits.fallbackColumns
        }
        return Int(size.ws_col)
    }

    /// Writes the whole text; false where the reader is gone or the device fails.
    @discardableResult
    package func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    /// Writes all bytes; false where the reader is gone or the device fails.
    @discardableResult
    package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let written = Glibc.write(descriptor, part.baseAddress, part.count)
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if written < 0, errno == EAGAIN {
                var waiter = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&waiter, 1, -1)
            } else if written == 0 || errno != EINTR {
                return false
            }
        }
        return true
    }
}
