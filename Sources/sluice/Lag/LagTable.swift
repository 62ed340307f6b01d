// Sluice
// SPDX-License-Identifier: Apache-2.0

import Terminal

/// What API v1 says of groups, for people.
enum LagTable {
    /// A line per group.
    static func groups(_ groups: [JSONTree]) -> String {
        guard !groups.isEmpty else { return "no group has committed\n" }
        let clusters = Set(groups.compactMap { $0["cluster"]?.text })
        var table = TextTable(
            [
                ("CLUSTER", .left), ("GROUP", .left), ("STATUS", .left), ("LAG", .right), ("WORST", .left),
                ("BEHIND", .right), ("RECORDS/S", .right), ("ETA", .right),
            ].filter { $0.0 != "CLUSTER" || clusters.count > 1 })
        for group in groups {
            var cells = [
                clean(group["group"]?.text), clean(group["status"]?.text), count(group["total_lag"]),
                worst(group["worst"]),
                behind(group), velocity(group["velocity"]), eta(group),
            ]
            if clusters.count > 1 { cells.insert(clean(group["cluster"]?.text), at: 0) }
            table.add(cells)
        }
        return table.text
    }

    /// A group with its partitions and why each was judged as it was.
    static func group(_ group: JSONTree) -> String {
        var text = groups([group])
        if let lost = group["lost_records"]?.integer, lost > 0 {
            text += "\(HumanText.count(lost)) records were deleted before the group had read them\n"
        }
        let partitions = group["partitions"]?.list ?? []
        var table = TextTable([
            ("PARTITION", .left), ("STATUS", .left), ("LAG", .right), ("COMMITTED", .right), ("END", .right),
            ("BEHIND", .right), ("RECORDS/S", .right), ("ETA", .right), ("OWNER", .left),
        ])
        for partition in partitions {
            table.add([
                name(partition), clean(partition["status"]?.text), count(partition["lag"]),
                count(partition["committed"]?["offset"]), count(partition["ends"]?["high_watermark"]),
                behind(partition), velocity(partition["velocity"]), eta(partition),
                clean(partition["owner"]?.text),
            ])
        }
        text += "\n" + table.text + "\nrules, in the order of asking\n"
        for partition in partitions {
            let steps = (partition["trace"]?.list ?? []).map(step).joined(separator: "; ")
            text += "  \(name(partition)) \(clean(partition["status"]?.text)): \(steps.isEmpty ? "none" : steps)\n"
        }
        return text
    }

    /// "stalled yes (first=2, last=2)".
    private static func step(_ step: JSONTree) -> String {
        var text = "\(clean(step["rule"]?.text)) \(step["holds"]?.flag == true ? "yes" : "no")"
        if case .object(let inputs)? = step["inputs"], !inputs.isEmpty {
            let shown = inputs.sorted { $0.key < $1.key }.map {
                "\($0.key)=\($0.value.integer.map(String.init) ?? "?")"
            }
            text += " (\(shown.joined(separator: ", ")))"
        }
        return text
    }

    private static func name(_ partition: JSONTree) -> String {
        "\(clean(partition["topic"]?.text))/\(partition["partition"]?.integer.map(String.init) ?? "?")"
    }

    private static func worst(_ worst: JSONTree?) -> String {
        guard let worst, let lag = worst["lag"]?.integer, lag > 0 else { return "-" }
        return "\(name(worst)) (\(HumanText.count(lag)))"
    }

    private static func count(_ value: JSONTree?) -> String { value?.integer.map { HumanText.count($0) } ?? "-" }

    /// The time lag; ">" before a lower bound.
    private static func behind(_ value: JSONTree) -> String {
        guard let time = value["time_lag_ms"]?.integer else { return "-" }
        let text = time == 0 ? "0 s" : HumanText.duration(.milliseconds(time))
        return value["time_lag_at_least"]?.flag == true ? ">" + text : text
    }

    private static func velocity(_ value: JSONTree?) -> String {
        value?.number.map { ($0 > 0 ? "+" : "") + HumanText.decimal($0, places: 1) } ?? "-"
    }

    /// When nothing is behind any more; "never" where the lag grows.
    private static func eta(_ value: JSONTree) -> String {
        if let time = value["catch_up_ms"]?.integer { return time == 0 ? "-" : HumanText.duration(.milliseconds(time)) }
        let lag = value["total_lag"]?.integer ?? value["lag"]?.integer ?? 0
        guard lag > 0, let velocity = value["velocity"]?.number else { return "-" }
        return velocity >= 0 ? "never" : "-"
    }

    /// A name of a broker's, harmless for a terminal.
    private static func clean(_ text: String?) -> String {
        var view = String.UnicodeScalarView()
        for scalar in (text ?? "-").unicodeScalars {
            view.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return view.isEmpty ? "-" : String(view)
    }
}
