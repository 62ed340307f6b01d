// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a stage is: its name, its options, its documentation, and how its options become a plan.
///
/// A stage is registered by its spec alone; the loader, `sluice list` and the reference documentation know no more.
package struct StageSpec: Sendable {
    /// What the stage's value in the file looks like.
    package enum Shape: Sendable {
        /// A table of options.
        case options([OptionSpec])
        /// A table whose keys are fields, at least one, with a value of the type behind each.
        case fields(OptionType, doc: String)
    }

    /// Makes the plan of one use. Nil where something is wrong; that has been reported to the context then.
    package typealias Make = @Sendable (OptionReader, inout PlanContext) -> (any StagePlan)?

    /// The key in the file, a verb or the name of a format.
    package let name: String
    package let section: Section
    /// Whether the stage reads the payload itself: the first of `parse`, and only that one, does.
    package let isFormat: Bool
    /// One sentence.
    package let summary: String
    package let shape: Shape
    /// An entry of the section's list, as a file would have it.
    package let example: String
    package let make: Make

    package init(
        name: String, section: Section, isFormat: Bool = false, summary: String, shape: Shape, example: String,
        make: @escaping Make
    ) {
        precondition(!isFormat || section == .parse, "only a stage of 'parse' reads payloads")
        self.name = name
        self.section = section
        self.isFormat = isFormat
        self.summary = summary
        self.shape = shape
        self.example = example
        self.make = make
    }
}
