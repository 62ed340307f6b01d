// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Records

/// A path template that is well written but does not know its records' slots yet.
package struct PathTemplateDraft: Sendable {
    /// A field that the template names, and where.
    package struct Field: Sendable {
        package let path: FieldPath
        /// Bytes of the template's UTF-8 text.
        package let offset: Int
        package let length: Int
    }

    let text: String
    let components: [[PathTemplate.Part]]
    /// Each field once, in order of first use.
    package let fields: [Field]

    init(text: String, components: [[PathTemplate.Part]], fields: [Field]) {
        self.text = text
        self.components = components
        self.fields = fields
    }

    /// Reads a template.
    package init(parsing text: String) throws(PathTemplateError) {
        var parser = PathTemplateParser(text)
        self = try parser.parse()
    }

    /// The template, with one slot per field.
    package func template(slots: [Slot]) -> PathTemplate {
        precondition(slots.count == fields.count, "a slot for each field")
        return PathTemplate(text: text, fields: slots, components: components)
    }
}
