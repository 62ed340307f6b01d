// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Records

/// Field paths as topologies write them: names joined by dots; a name with a dot in it stands in double quotes.
package enum FieldPathText {
    package static func parse(_ text: String) throws(ValueError) -> FieldPath {
        var names: [String] = []
        var rest = text[...]
        while true {
            let name: Substring
            if rest.first == "\"" {
                guard let end = rest.dropFirst().firstIndex(of: "\"") else {
                    throw ValueError("has a quote that is not closed")
                }
                name = rest[rest.index(after: rest.startIndex)..<end]
                rest = rest[rest.index(after: end)...]
            } else {
                name = rest.prefix { $0 != "." }
                rest = rest[name.endIndex...]
            }
            guard !name.isEmpty else {
                throw ValueError("has an empty name", hint: "write names joined by dots, such as user.id")
            }
            guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
                throw ValueError("has a control character in a name")
            }
            names.append(String(name))
            guard let next = rest.first else { break }
            guard next == "." else { throw ValueError("has text after a quoted name", hint: "put a dot between names") }
            rest = rest.dropFirst()
        }
        guard names.count <= TopologyLimits.fieldDepthMax else {
            throw ValueError("has \(names.count) names; \(TopologyLimits.fieldDepthMax) are allowed")
        }
        return FieldPath(names)
    }
}
