// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

/// The outputs of a file while its routes are read.
struct OutputTable {
    /// One entry of `outputs`.
    struct Output {
        let name: String
        let span: SourceSpan
        /// Nil where something is wrong with the output; its name is known all the same.
        let plan: NamedOutputPlan?
        var isUsed = false
    }

    /// In the order of the file, `dead_letters` last.
    var outputs: [Output] = []

    var names: [String] { outputs.map(\.name) }

    func index(of name: String) -> Int? { outputs.firstIndex { $0.name == name } }
}
