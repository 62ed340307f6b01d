// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

struct ConfigurationTests {
    @Test func anUnknownPropertyIsRefusedWithItsName() {
        var configuration = ConsumerConfiguration(brokers: "127.0.0.1:1", group: "g")
        configuration.options = [KafkaOption("no.such.thing", "1")]
        #expect {
            _ = try Consumer(configuration)
        } throws: { error in
            "\(error)".contains("no.such.thing")
        }
    }

    @Test func aWrongValueIsRefusedAndNotShown() {
        var configuration = ConsumerConfiguration(brokers: "127.0.0.1:1", group: "g")
        configuration.options = [KafkaOption("security.protocol", "hunter2")]
        #expect {
            _ = try Consumer(configuration)
        } throws: { error in
            "\(error)".contains("security.protocol") && !"\(error)".contains("hunter2")
        }
        #expect(!"\(configuration.options)".contains("hunter2"))
    }

    @Test(arguments: ReservedOptions.reasons.keys.sorted())
    func aPropertyThatCarriesAGuaranteeIsRefusedWithTheReason(_ name: String) {
        var configuration = ConsumerConfiguration(brokers: "127.0.0.1:1", group: "g")
        configuration.options = [KafkaOption(name, "true")]
        #expect {
            _ = try Consumer(configuration)
        } throws: { error in
            "\(error)".contains("cannot be set: ")
        }
    }

    @Test func tuningMayBeOverridden() throws {
        var configuration = ConsumerConfiguration(brokers: "127.0.0.1:1", group: "g")
        configuration.options = [
            KafkaOption("queued.max.messages.kbytes", "1024"), KafkaOption("fetch.wait.max.ms", "50"),
        ]
        let consumer = try Consumer(configuration)
        consumer.abandon()
    }

    @Test func errorsShowWhatWasDoneAndTheCode() {
        let error = KafkaError(code: 22, name: "ILLEGAL_GENERATION", message: "no", context: "commit")
        #expect("\(error)" == "commit: no (ILLEGAL_GENERATION)")
        #expect(error.isCode(.illegalGeneration))
    }
}
