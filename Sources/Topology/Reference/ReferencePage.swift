// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The reference documentation, made from the specs that the loader reads by.
package enum ReferencePage {
    /// The page about topology files: their keys, the stages and the outputs of a registry.
    package static func stages(_ registry: Registry) -> String {
        var page = """
            # Topology files: keys, stages, outputs

            This page is made from the specs in the code (`SLUICE_REWRITE_GOLDEN=1 swift test --filter Reference`).

            Values: a *duration* is a whole number with `us`, `ms`, `s`, `m`, `h` or `d`; a *size* one with `B`,
            `kB`, `MB`, `GB`, `TB` (1000s) or `KiB`, `MiB`, `GiB`, `TiB` (1024s); a *field* is names joined by dots,
            a name with a dot in it in double quotes. In every value `${NAME}`, `${NAME:-default}` and
            `${file:path}` are replaced; `$${` stands for `${`.

            ## Keys

            ### source

            \(table(TopologyKeys.source))
            ### source.kafka

            \(table(TopologyKeys.kafka))
            ### source.event_time

            \(table(TopologyKeys.eventTime))
            ### archive

            \(table(TopologyKeys.archive))
            ### archive.epoch

            \(table(TopologyKeys.epoch))
            ### route

            A list of rules, the first that matches wins; or `{all: true, rules: [...]}`, every rule that matches. A
            record that no rule takes goes to the output `dead_letters`.

            \(table(TopologyKeys.rule))
            """
        for section in Section.allCases {
            page += "\n## \(section.rawValue)\n"
            for spec in registry.stages where spec.section == section { page += stage(spec) }
        }
        page += "\n## outputs\n"
        for spec in registry.outputs {
            page += "\n### \(spec.name)\n\n\(spec.summary)\n\n\(code(spec.example))\n\(table(spec.options))"
        }
        return page
    }

    private static func stage(_ spec: StageSpec) -> String {
        var text = "\n### \(spec.name)\n\n\(spec.summary)\n\n\(code("- " + spec.example))\n"
        switch spec.shape {
        case .options(let options): text += table(options)
        case .fields(let type, let doc): text += "Keys are fields; behind each stands \(doc) (\(type.summary)).\n"
        }
        return text
    }

    private static func code(_ example: String) -> String { "```yaml\n\(example)\n```\n" }

    /// A table of options as the pages have it.
    package static func table(_ options: [OptionSpec]) -> String {
        guard !options.isEmpty else { return "No options.\n" }
        var text = "| option | value | default | |\n|---|---|---|---|\n"
        for option in options {
            let fallback = option.isRequired ? "required" : option.fallback.map { "`\($0)`" } ?? ""
            text += "| `\(option.name)` | \(option.type.summary) | \(fallback) | \(option.doc) |\n"
        }
        return text
    }
}
