// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import YAML

/// Turns a topology file into a checked plan, or into everything that is wrong with it.
package struct TopologyLoader: Sendable {
    private let registry: Registry
    private let environment: [String: String]
    private let files: FileReading

    /// `environment` and `files` are what `${NAME}` and `${file:path}` read; tests give their own.
    package init(registry: Registry, environment: [String: String], files: FileReading = .disk) {
        self.registry = registry
        self.environment = environment
        self.files = files
    }

    /// Loads a file. Diagnostics name it as `path` does.
    package func load(path: String) -> LoadedTopology {
        switch files.read(path, YAMLLimits.sourceBytesMax + 1) {
        case .success(let bytes): return load(bytes: bytes, path: path)
        case .failure(let error):
            var report = DiagnosticReport()
            let reason = FileError.message(of: error.code)
            report.add(
                Diagnostic(
                    severity: .error, file: path, span: SourceSpan(.start),
                    message: "cannot read the file: \(reason.lowercased())"))
            return LoadedTopology(plan: nil, report: report)
        }
    }

    /// Loads a text; `path` is its name in diagnostics, and relative `${file:path}` start at its directory.
    package func load(bytes: [UInt8], path: String) -> LoadedTopology {
        let document = YAMLDocument(SourceText(bytes))
        var report = DiagnosticReport()
        report.setSource(document.source, of: path)
        var context = PlanContext(file: path, report: report)
        for error in document.errors { context.report(error.message, at: error.span, hint: error.hint) }
        guard let root = document.root else {
            if document.errors.isEmpty {
                context.report(
                    "the file is empty", at: SourceSpan(.start), hint: "a topology begins with 'topology: name'")
            }
            return LoadedTopology(plan: nil, report: context.report)
        }
        var faults: [(SourceSpan, ValueError)] = []
        let substituter = Substituter(environment: environment) { files.text(of: $0, namedIn: path) }
        let value = ConfigBuilder(substituter: substituter) { faults.append(($0, $1)) }.value(root)
        for (span, fault) in faults { context.report(fault.message, at: span, hint: fault.hint) }
        var builder = TopologyBuilder(registry: registry, context: context)
        let plan = builder.build(value)
        let isGood = plan != nil && !builder.context.report.hasErrors
        return LoadedTopology(plan: isGood ? plan : nil, report: builder.context.report)
    }
}
