// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// One property of librdkafka that a topology sets, with its place for the library's own objections.
package struct KafkaOption: Sendable {
    package let name: String
    package let value: SecretString
    package let position: SourcePosition
}
