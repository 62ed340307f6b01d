// Sluice
// SPDX-License-Identifier: Apache-2.0

import Topology

/// The reference documentation of `monitor.yaml`, made from the specs that the loader reads by.
package enum MonitorReferencePage {
    package static var text: String {
        """
        # The lag monitor: monitor.yaml

        This page is made from the specs in the code (`SLUICE_REWRITE_GOLDEN=1 swift test --filter MonitorReference`).

        ```yaml
        \(example)```

        is complete. `sluice monitor check FILE` says everything that is wrong with a file, each with its place.

        Values: a *duration* is a whole number with `us`, `ms`, `s`, `m`, `h` or `d`. In every value `${NAME}`,
        `${NAME:-default}` and `${file:path}` are replaced; `$${` stands for `${`. Regular expressions are those of
        PCRE2 and are found anywhere in a name: write `^` and `$` for its ends.

        ## Keys

        \(ReferencePage.table(MonitorKeys.root))
        ### clusters.NAME

        A name has up to \(MonitorFileLimits.clusterNameLengthMax) letters, digits, `.`, `-` and `_`, a letter or \
        digit first.

        \(ReferencePage.table(MonitorKeys.cluster))
        ### tokens

        \(ReferencePage.table(MonitorKeys.tokens))
        ### tls

        \(ReferencePage.table(MonitorKeys.tls))
        ### evaluation

        \(ReferencePage.table(MonitorKeys.evaluation))
        ## Variables of the environment

        Every option can be set by a variable, which then counts in place of the file's value: `SLUICE_MONITOR_` and the
        path of the option in capitals, its parts joined by `_`, and `_` for everything that is neither letter nor
        digit. An empty variable counts as absent; one that names no option is an error.

        | variable | option |
        |---|---|
        \(rows)| `SLUICE_MONITOR_CLUSTERS_LOCAL_OPTIONS_SASL_PASSWORD` | `clusters.local.options`, property \
        `sasl.password` |

        A cluster must be in the file, with nothing in it if need be (`clusters: {local: {}}`). Lists are written
        `a, b` or as in YAML, `[a, b]`; tables as in YAML, `{a: b}`.

        """
    }

    static let example = "clusters: {local: {brokers: \"localhost:9092\"}}\n"

    private static var rows: String {
        let paths = MonitorKeys.root.flatMap { spec -> [[String]] in
            if case .table(let nested) = spec.type { return nested.map { [spec.name, $0.name] } }
            return spec.name == "clusters" ? [] : [[spec.name]]
        }
        let clusters = MonitorKeys.cluster.map { ["clusters", "local", $0.name] }
        return (paths + clusters).map {
            "| `\(EnvironmentOverrides.variable(of: $0))` | `\($0.joined(separator: "."))` |\n"
        }.joined()
    }
}
