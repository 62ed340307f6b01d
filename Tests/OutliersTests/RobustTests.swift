// Sluice
// SPDX-License-Identifier: Apache-2.0

import Outliers
import Testing

struct RobustTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let values: [Double]
        let median: Double
        let mad: Double
        let sigma: Double
        let basis: RobustScale.Basis
        var testDescription: String { "\(values)" }
    }

    /// Worked out by hand from the definitions of Iglewicz and Hoaglin.
    @Test(arguments: [
        Case(values: [1, 2, 3, 4, 100], median: 3, mad: 1, sigma: 1 / 0.6745, basis: .mad),
        Case(values: [4, 1, 3, 2], median: 2.5, mad: 1, sigma: 1 / 0.6745, basis: .mad),
        Case(values: [5, 5, 5, 5, 5, 9, 1], median: 5, mad: 0, sigma: 1.253314 * 8 / 7, basis: .meanDeviation),
        Case(values: [7, 7, 7, 7], median: 7, mad: 0, sigma: 0, basis: .none),
        Case(values: [3], median: 3, mad: 0, sigma: 0, basis: .none),
        Case(values: [-1, 1], median: 0, mad: 1, sigma: 1 / 0.6745, basis: .mad),
    ])
    func medianAndScaleFollowTheDefinitions(_ it: Case) throws {
        let scale = try #require(RobustScale(of: it.values))
        #expect(scale.median == it.median)
        #expect(scale.mad == it.mad)
        #expect(abs(scale.above.value - it.sigma) < 1e-12)
        #expect(scale.above == scale.below && scale.above.basis == it.basis)
    }

    @Test func ofNothingThereIsNoScale() {
        #expect(RobustScale(of: []) == nil)
        #expect(Robust.median([]) == nil && Robust.mad([], about: 0) == nil)
        #expect(Robust.meanDeviation([], about: 0) == nil)
    }

    @Test func aModifiedScoreIsThatOfTheBook() throws {
        let scale = try #require(RobustScale(of: [1, 2, 3, 4, 100]))
        #expect(abs(scale.score(100) - 0.6745 * 97) < 1e-9)
        #expect(abs(scale.score(1) + 0.6745 * 2) < 1e-9)
        #expect(scale.score(3) == 0)
    }

    @Test func aNewValueAmongEqualOnesHasNoFiniteScore() throws {
        let scale = try #require(RobustScale(of: [7, 7, 7, 7]))
        #expect(scale.score(7) == 0 && scale.score(8) == .infinity && scale.score(6) == -.infinity)
    }

    /// Skewed upwards: the lower half is narrow, the upper one wide.
    @Test func eachSideHasItsOwnMad() throws {
        let values: [Double] = [8, 9, 10, 20, 40]
        let scale = try #require(RobustScale(of: values, isDouble: true))
        #expect(scale.median == 10)
        #expect(abs(scale.below.value - 1 / 0.6745) < 1e-12 && scale.below.basis == .sideMad)
        #expect(abs(scale.above.value - 10 / 0.6745) < 1e-12)
        #expect(abs(scale.score(40)) < abs(scale.score(-20)))
    }

    @Test func aFloorIsAtLeastTheScale() throws {
        let scale = try #require(RobustScale(of: [7, 7, 7, 7], floor: 2))
        #expect(scale.above.value == 2 && scale.above.basis == .floor)
        #expect(scale.score(11) == 2)
        let wide = try #require(RobustScale(of: [1, 2, 3, 4, 100], floor: 0.5))
        #expect(wide.above.basis == .mad)
    }

    @Test func hugeValuesStayFinite() throws {
        #expect(try #require(Robust.median([1e308, 1.6e308])).isFinite)
        #expect(try #require(Robust.meanDeviation([1e100, -1e100], about: 0)).isFinite)
    }
}
