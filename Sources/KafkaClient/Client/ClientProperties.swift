// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// A set of librdkafka properties on its way to a client: freed unless `release` says that a client took it.
@safe final class ClientProperties {
    let pointer: OpaquePointer
    private var isOwner = true

    init(_ options: [KafkaOption]) throws(KafkaError) {
        guard let pointer = unsafe rd_kafka_conf_new() else {
            throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, "create client")
        }
        unsafe self.pointer = pointer
        for option in options { try set(option) }
    }

    deinit {
        if isOwner { unsafe rd_kafka_conf_destroy(pointer) }
    }

    /// To be called when `rd_kafka_new` has succeeded: the client owns the properties now.
    func release() { isOwner = false }

    /// Sets one property; the error has librdkafka's text, which names the property and never its value.
    func set(_ option: KafkaOption) throws(KafkaError) {
        var text = [CChar](repeating: 0, count: KafkaClientLimits.errorTextBytes)
        let (result, message) = unsafe text.withUnsafeMutableBufferPointer { text in
            let result = unsafe rd_kafka_conf_set(pointer, option.name, option.value, text.baseAddress, text.count)
            return unsafe (result, KafkaError.text(text.baseAddress))
        }
        if result == RD_KAFKA_CONF_OK { return }
        // librdkafka quotes a refused value; it may be a secret.
        let said = message.replacing("\"\(option.value)\"", with: "\"***\"")
        throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, "kafka option '\(option.name)'", message: said)
    }

    /// Whether the library knows a property: newer ones have some that 2.0.2 lacks.
    static func isKnown(_ name: String, _ value: String) -> Bool {
        guard let conf = unsafe rd_kafka_conf_new() else { return false }
        defer { unsafe rd_kafka_conf_destroy(conf) }
        return unsafe rd_kafka_conf_set(conf, name, value, nil, 0) == RD_KAFKA_CONF_OK
    }
}
