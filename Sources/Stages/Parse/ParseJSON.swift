// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Topology

/// `parse: json`: the payload is a JSON object.
struct ParseJSON: StagePlan {}

extension StageSpec {
    package static let json = StageSpec(
        name: "json", section: .parse, isFormat: true,
        summary: "Reads a JSON object (RFC 8259, UTF-8). Of members with the same name the last one counts.",
        shape: .options([]),
        example: "json: {}",
        make: { _, _ in ParseJSON() })
}
