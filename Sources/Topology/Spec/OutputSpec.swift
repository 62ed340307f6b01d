// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a kind of output is: its name, its options, its documentation, and how its options become a plan.
package struct OutputSpec: Sendable {
    /// Makes the plan of one output. Nil where something is wrong; that has been reported to the context then.
    ///
    /// `PlanContext.isForDeadLetters` says that what arrives has no fields.
    package typealias Make = @Sendable (OptionReader, inout PlanContext) -> (any OutputPlan)?

    /// The key in the file, a noun: `archive`.
    package let name: String
    /// One sentence.
    package let summary: String
    package let options: [OptionSpec]
    /// The value of an entry of `outputs`, as a file would have it.
    package let example: String
    /// Options by name that make this kind take the dead letters where the file says nothing of them; nil where it
    /// cannot take any. The first registered kind with such options does it.
    package let deadLetterDefaults: [String: String]?
    package let make: Make

    package init(
        name: String, summary: String, options: [OptionSpec], example: String,
        deadLetterDefaults: [String: String]? = nil, make: @escaping Make
    ) {
        self.name = name
        self.summary = summary
        self.options = options
        self.example = example
        self.deadLetterDefaults = deadLetterDefaults
        self.make = make
    }
}
