// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One librdkafka property with its value, which may be a secret: neither logs nor errors show it.
package struct KafkaOption: Sendable, CustomStringConvertible, CustomReflectable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    package var description: String { "\(name)=***" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
