// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The numbers with which a program ends, those of `sysexits.h`.
package enum ExitCode: Int32, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case usage = 64
    case badData = 65
    case noInput = 66
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    case temporaryFailure = 75
    case noPermission = 77
    case configuration = 78

    /// What the number means to who called the program.
    package var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed while running, or a check found something wrong"
        case .usage: "wrong arguments"
        case .badData: "the input data are damaged"
        case .noInput: "an input file does not exist or cannot be read"
        case .unavailable: "a service that is needed cannot be reached"
        case .software: "a fault of the program itself"
        case .cannotCreate: "an output file cannot be created"
        case .inputOutput: "reading or writing a file failed"
        case .temporaryFailure: "failed for now, worth another try"
        case .noPermission: "not permitted"
        case .configuration: "a topology or configuration file is wrong"
        }
    }
}
