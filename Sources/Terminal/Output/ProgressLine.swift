// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Shows how far something is: one line that is redrawn on a terminal, a plain line now and then elsewhere.
package struct ProgressLine {
    private let isTerminal: Bool
    private let columns: @Sendable () -> Int
    private let interval: Duration
    private let write: @Sendable (String) -> Void
    private var last: Duration?
    private var isOpen = false

    /// Draws on a stream; `interval` is the pause between plain lines.
    package init(on console: Console, every interval: Duration = .seconds(2)) {
        self.init(
            isTerminal: console.isTerminal, columns: { console.columns }, every: interval,
            write: { console.write($0) })
    }

    init(
        isTerminal: Bool, columns: @escaping @Sendable () -> Int, every interval: Duration,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.isTerminal = isTerminal
        self.columns = columns
        self.interval = isTerminal ? min(interval, .milliseconds(100)) : interval
        self.write = write
    }

    /// Shows a state unless the last one is too young; `now` is monotonic.
    package mutating func update(at now: Duration, _ text: @autoclosure () -> String) {
        if let last, now - last < interval { return }
        last = now
        draw(text())
    }

    /// Writes a line that stays, above the progress where there is one.
    package mutating func note(_ text: String) {
        write(isOpen ? "\r\u{1B}[K\(text)\n" : "\(text)\n")
        isOpen = false
    }

    /// Shows the last state in any case and ends the line.
    package mutating func finish(_ text: String) {
        draw(text)
        if isOpen { write("\n") }
        isOpen = false
        last = nil
    }

    private mutating func draw(_ text: String) {
        guard isTerminal else { return write("\(text)\n") }
        // The last column stays free: some terminals wrap as soon as it is written.
        write("\r\(TextWidth.cut(text, to: max(1, columns() - 1)))\u{1B}[K")
        isOpen = true
    }
}
