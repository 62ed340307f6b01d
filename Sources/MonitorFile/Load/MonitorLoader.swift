// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Platform
package import Topology
import YAML

/// Turns a `monitor.yaml` and the environment into a checked plan, or into everything that is wrong with them.
package struct MonitorLoader: Sendable {
    private let environment: [String: String]
    private let files: FileReading

    /// `environment` is what `${NAME}` reads and what overrides options, `files` what `${file:path}` reads.
    package init(environment: [String: String], files: FileReading = .disk) {
        self.environment = environment
        self.files = files
    }

    /// Loads a file. Diagnostics name it as `path` does.
    package func load(path: String) -> LoadedMonitor {
        switch files.read(path, YAMLLimits.sourceBytesMax + 1) {
        case .success(let bytes): return load(bytes: bytes, path: path)
        case .failure(let error):
            var context = MonitorContext(nil, named: path)
            context.report(
                "cannot read the file: \(FileError.message(of: error.code).lowercased())", at: SourceSpan(.start))
            return LoadedMonitor(plan: nil, report: context.report)
        }
    }

    /// Loads a text; `path` is its name in diagnostics, and relative `${file:path}` start at its directory.
    package func load(bytes: [UInt8], path: String) -> LoadedMonitor {
        let document = YAMLDocument(SourceText(bytes))
        var context = MonitorContext(document.source, named: path)
        for error in document.errors { context.report(error.message, at: error.span, hint: error.hint) }
        guard let root = document.root else {
            if document.errors.isEmpty {
                context.report(
                    "the file is empty", at: SourceSpan(.start), hint: "write 'clusters: {name: {brokers: ...}}'")
            }
            return LoadedMonitor(plan: nil, report: context.report)
        }
        var faults: [(SourceSpan, ValueError)] = []
        let substituter = Substituter(environment: environment) { files.text(of: $0, namedIn: path) }
        let builder = ConfigBuilder(substituter: substituter) { faults.append(($0, $1)) }
        let value = builder.value(root)
        for (span, fault) in faults { context.report(fault.message, at: span, hint: fault.hint) }
        guard case .table(let entries) = value.content else {
            context.report(
                "a monitor's file must be a mapping, found \(value.kind)", at: value.span,
                hint: "write 'clusters: {name: {brokers: ...}}'")
            return LoadedMonitor(plan: nil, report: context.report)
        }
        let overrides = EnvironmentOverrides(environment, substituter: substituter)
        let table = ConfigValue(content: .table(overrides.applied(to: entries, &context)), span: value.span)
        var plans = MonitorBuilder(context: context)
        let plan = plans.build(table)
        return LoadedMonitor(plan: plan, report: plans.context.report)
    }
}
