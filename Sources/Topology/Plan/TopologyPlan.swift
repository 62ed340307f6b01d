// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Expressions
package import Records
package import YAML

/// A topology, checked: all that the runtime needs, nothing left to look up by name.
package struct TopologyPlan: Sendable {
    package let name: String
    /// The file that it comes from, as it was given.
    package let file: String
    package let source: KafkaSourcePlan
    /// Nil takes the Kafka timestamp.
    package let eventTime: EventTimePlan?
    package let archive: ArchivePlan
    /// Knows every field that the stages, the routes and the outputs use.
    package let layout: RecordLayout
    /// In the order in which records pass them: parse, enrich, sanitize.
    package let stages: [PlannedStage]
    package let routeMode: RouteMode
    package let routes: [RoutePlan]
    /// In the order of the file; `dead_letters` is always there and always the last.
    package let outputs: [NamedOutputPlan]

    /// Position of `dead_letters` among the outputs.
    package var deadLetters: Int { outputs.count - 1 }
}

/// A stage with its place in the topology.
package struct PlannedStage: Sendable {
    /// Section, place in its list and name: `enrich[0].set`.
    package let label: String
    package let section: Section
    package let plan: any StagePlan
    package let position: SourcePosition
}

/// Whether a record goes to the first rule that matches or to all.
package enum RouteMode: String, Sendable {
    case first, all
}

/// One rule of `route`.
package struct RoutePlan: Sendable {
    /// Where the record goes, an index into the outputs; nil discards it, counted as filtered.
    package let output: Int?
    package let condition: Expression
    /// `route[0]`.
    package let label: String
}

/// An output with its name.
package struct NamedOutputPlan: Sendable {
    package let name: String
    /// The name of the spec that made the plan: `archive`.
    package let kind: String
    package let plan: any OutputPlan
}
