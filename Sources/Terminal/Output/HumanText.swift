// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Writes quantities for people to read.
package enum HumanText {
    /// `1234567` as `1,234,567`.
    package static func count(_ value: some BinaryInteger) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }

    /// `1536` as `1.5 KiB`.
    package static func bytes(_ value: Int64) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var amount = Double(value.magnitude)
        var unit = 0
        // From 1023.95 on one decimal would show 1024.0.
        while amount >= 1023.95, unit < units.count - 1 {
            amount /= 1024
            unit += 1
        }
        let sign = value < 0 ? "-" : ""
        return unit == 0 ? "\(value) B" : "\(sign)\(decimal(amount, places: 1)) \(units[unit])"
    }

    /// A span of time in its one or two largest units: `850 ms`, `12.3 s`, `4 min 5 s`, `3 h 20 min`, `2 d 4 h`.
    package static func duration(_ span: Duration) -> String {
        let (seconds, attoseconds) = span.components
        if seconds < 0 || attoseconds < 0 { return "-" + duration(.zero - span) }
        let exact = Double(seconds) + Double(attoseconds) / 1e18
        switch exact {
        case ..<0.000_999_5: return "\(Int((exact * 1e6).rounded())) µs"
        case ..<0.999_5: return "\(Int((exact * 1e3).rounded())) ms"
        case ..<59.95: return "\(decimal(exact, places: 1)) s"
        default: break
        }
        let whole = attoseconds >= 500_000_000_000_000_000 ? seconds + 1 : seconds
        switch whole {
        case ..<3600: return "\(whole / 60) min \(whole % 60) s"
        case ..<86_400: return "\(whole / 3600) h \(whole % 3600 / 60) min"
        default: return "\(whole / 86_400) d \(whole % 86_400 / 3600) h"
        }
    }

    /// `count` per second over a span: `12,345/s`; a dash where the span is too short to tell.
    package static func rate(_ count: Int64, per span: Duration) -> String {
        let (seconds, attoseconds) = span.components
        let exact = Double(seconds) + Double(attoseconds) / 1e18
        guard exact > 0.001 else { return "-" }
        let perSecond = Double(count) / exact
        guard perSecond.magnitude < 1e15 else { return "-" }
        return perSecond < 100 ? "\(decimal(perSecond, places: 1))/s" : "\(Self.count(Int64(perSecond.rounded())))/s"
    }

    /// A number with so many digits after the point.
    package static func decimal(_ value: Double, places: Int) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
        var scale: Int64 = 1
        for _ in 0..<max(0, min(places, 3)) { scale *= 10 }
        let scaled = Int64((value.magnitude * Double(scale)).rounded())
        let sign = value < 0 && scaled != 0 ? "-" : ""
        guard scale > 1 else { return "\(sign)\(scaled)" }
        let fraction = String(scaled % scale)
        let zeros = String(repeating: "0", count: max(0, min(places, 3) - fraction.count))
        return "\(sign)\(scaled / scale).\(zeros)\(fraction)"
    }
}
