// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Platform
package import Topology
import YAML

/// Turns the configuration of Burrow into a monitor's plan; what it ignores, and why, are warnings of the report.
package struct BurrowConfigReader: Sendable {
    private let environment: [String: String]
    private let files: FileReading

    /// `environment` is what overrides options, as in Burrow: `BURROW_CLUSTER_LOCAL_OFFSET_REFRESH`.
    package init(environment: [String: String], files: FileReading = .disk) {
        self.environment = environment
        self.files = files
    }

    /// Loads the `burrow.toml` of a directory, or that file itself.
    package func load(directory: String) -> LoadedMonitor {
        let isFile = directory == "burrow.toml" || directory.hasSuffix("/burrow.toml")
        let path =
            isFile ? directory : directory.hasSuffix("/") ? directory + "burrow.toml" : directory + "/burrow.toml"
        switch files.read(path, MonitorFileLimits.tomlBytesMax + 1) {
        case .success(let bytes): return load(bytes: bytes, path: path)
        case .failure(let error):
            var context = MonitorContext(nil, named: path)
            context.report(
                "cannot read the file: \(FileError.message(of: error.code).lowercased())", at: SourceSpan(.start))
            return LoadedMonitor(plan: nil, report: context.report)
        }
    }

    /// Loads a text; `path` is its name in diagnostics.
    package func load(bytes: [UInt8], path: String) -> LoadedMonitor {
        let document = TOMLDocument(SourceText(bytes))
        var context = MonitorContext(document.source, named: path)
        for error in document.errors { context.report(error.message, at: error.span, hint: error.hint) }
        // What stands below a broken header is not what was meant: findings about it would mislead.
        guard document.errors.isEmpty else { return LoadedMonitor(plan: nil, report: context.report) }
        let file = BurrowFile(document.root, environment: environment, &context)
        var builder = BurrowPlanBuilder(file: file, context: context)
        let plan = builder.build()
        return LoadedMonitor(plan: plan, report: builder.context.report)
    }
}
