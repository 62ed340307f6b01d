// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// Error codes that callers decide by.
package struct KafkaErrorCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    private init(_ code: rd_kafka_resp_err_t) {
        rawValue = code.rawValue
    }

    package static let timedOut = Self(RD_KAFKA_RESP_ERR__TIMED_OUT)
    package static let allBrokersDown = Self(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
    package static let authentication = Self(RD_KAFKA_RESP_ERR__AUTHENTICATION)
    package static let maxPollExceeded = Self(RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED)
    /// The position is outside the log, and `auto.offset.reset` is `error`.
    package static let positionOutOfRange = Self(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
    package static let invalidArgument = Self(RD_KAFKA_RESP_ERR__INVALID_ARG)
    package static let invalidState = Self(RD_KAFKA_RESP_ERR__STATE)
    package static let queueFull = Self(RD_KAFKA_RESP_ERR__QUEUE_FULL)
    package static let unknownMember = Self(RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID)
    package static let illegalGeneration = Self(RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION)
    package static let rebalanceInProgress = Self(RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS)
    package static let fencedInstance = Self(RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID)
    package static let metadataTooLarge = Self(RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE)
    package static let unknownTopic = Self(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    package static let topicExists = Self(RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
    package static let topicForbidden = Self(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
    package static let groupForbidden = Self(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED)
    package static let notCoordinator = Self(RD_KAFKA_RESP_ERR_NOT_COORDINATOR)
    /// librdkafka's own: metadata do not name the topic, or not the partition.
    package static let topicNotNamed = Self(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC)
    package static let partitionNotNamed = Self(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION)
    /// The broker does not know the request.
    package static let unsupported = Self(RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE)
    package static let unknownGroup = Self(RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND)
}
