// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Records
package import YAML

/// A field that a topology names, with the place where it does.
package struct FieldReference: Sendable {
    package let path: FieldPath
    package let span: SourceSpan

    package init(path: FieldPath, span: SourceSpan) {
        self.path = path
        self.span = span
    }
}

/// A field as a key, with the value behind it.
package struct FieldEntry: Sendable {
    package let field: FieldReference
    package let value: ConfigScalar
}
