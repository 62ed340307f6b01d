// Sluice
// SPDX-License-Identifier: Apache-2.0

public import Expressions
public import Records

/// Why a record goes to the dead letters.
public enum FailureReason: Hashable, Sendable {
    /// A record without a payload: a tombstone.
    case nullPayload
    /// The payload is no JSON object, or breaks a limit.
    case json(ScanFailure.Code)
    /// The payload is no line of a web server's log.
    case combined(CombinedFailureCode)
    /// An expression has no value for this record.
    case expression(EvaluationError)
    /// The field of the event time is absent.
    case noEventTime
    /// The field of the event time holds no time of the format.
    case invalidEventTime
    /// Its edits would take more memory than a record may have.
    case editLimit
    /// No rule of `route` takes the record.
    case unmatched

    /// The stable name that dead letters and metrics use.
    public var name: String {
        switch self {
        case .nullPayload: "null_payload"
        case .json(let code): Self.name(of: code)
        case .combined(let code): code.rawValue
        case .expression: "expression_error"
        case .noEventTime: "no_event_time"
        case .invalidEventTime: "invalid_event_time"
        case .editLimit: "edit_limit"
        case .unmatched: "unmatched"
        }
    }

    /// What the name does not say: the fault of syntax, the error of the expression.
    public var detail: String? {
        switch self {
        case .json(let code): Self.name(of: code) == code.rawValue ? nil : code.rawValue
        case .expression(let error): error.name
        default: nil
        }
    }

    /// Faults of syntax share a name; faults that somebody counts have one of their own.
    private static func name(of code: ScanFailure.Code) -> String {
        switch code {
        case .empty, .notAnObject, .invalidUTF8, .tooDeep, .tooLarge, .tooManyValues: code.rawValue
        default: "invalid_json"
        }
    }
}
