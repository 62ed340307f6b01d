// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Expressions

/// Values of the evaluation stay in registers.
struct SizeTests {
    @Test func valuesAreTwoWords() {
        #expect(MemoryLayout<Value>.size == 16)
        #expect(MemoryLayout<Program.Node>.size == 24)
        #expect(MemoryLayout<Workspace>.size <= 32)
    }

    @Test(arguments: EvaluationError.allCases)
    func errorNamesAreStable(_ error: EvaluationError) {
        #expect(error.name.allSatisfy { $0 == "_" || $0.isLowercase || $0.isNumber })
        #expect(EvaluationError.allCases.filter { $0.name == error.name }.count == 1)
    }
}
