// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One option of a stage, an output or a section: the only description of it there is.
package struct OptionSpec: Sendable {
    package let name: String
    package let type: OptionType
    /// The value where the option is absent, as a file would have it; nil leaves it absent.
    package let fallback: String?
    package let isRequired: Bool
    /// One sentence for the reference documentation.
    package let doc: String

    package init(
        _ name: String, _ type: OptionType, default fallback: String? = nil, required: Bool = false, doc: String
    ) {
        precondition(fallback == nil || !required, "a required option has no default")
        self.name = name
        self.type = type
        self.fallback = fallback
        isRequired = required
        self.doc = doc
    }
}
