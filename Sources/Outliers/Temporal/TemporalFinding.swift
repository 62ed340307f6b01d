// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One of the five comparisons of a value with its past.
public struct TemporalTerm: Sendable, Equatable {
    /// What was compared.
    public enum Kind: String, Sendable, CaseIterable {
        /// Distance from the nearest value of the same time of earlier days.
        case nearestSameTime = "nearest_same_time"
        /// The smoothed value against the median of those of the same time.
        case smoothedSameTime = "smoothed_same_time"
        /// The value against the median of those of the same time and the value before.
        case sameTimeAndLast = "same_time_and_last"
        /// Distance from the nearest known pattern of value, half-hour mean and two-hour mean.
        case newPattern = "new_pattern"
        /// Distance from the nearest known value.
        case newValue = "new_value"
    }

    /// What was compared.
    public let kind: Kind
    /// How far the value was off, in the unit of the values.
    public let deviation: Double
    /// The median of such deviations in the past.
    public let medianDeviation: Double
    /// What counts as one sigma: the largest of median / 0.6745, 99 % point / 2.576 and a hundredth
    /// of the spread of the values.
    public let sigma: Double
    /// Deviation over sigma, at most 1000.
    public let z: Double
}

/// A value that is unlike the past of its series, with all that led to the verdict.
public struct TemporalFinding: Sendable, Equatable {
    /// An earlier value of the same time.
    public struct Compared: Sendable, Equatable {
        /// 7 and 14 are the same hour of the week.
        public let daysBack: Int
        /// In the unit of the values; of a counter per second.
        public let value: Double
    }

    /// The time of the value in milliseconds since 1970.
    public let timeMs: Int64
    /// In the unit of the values; of a counter per second.
    public let value: Double
    /// The median of the same-time values and the last one; on day one the mean so far.
    public let expected: Double
    /// The score, at least the threshold.
    public let score: Double
    /// The score from which on a value is an outlier.
    public let threshold: Double
    /// Whether it is above the paging threshold.
    public let isPage: Bool
    /// Whether no earlier day is known yet: the last two terms decide alone.
    public let isDayOne: Bool
    /// What made the score: five terms, on day one two.
    public let terms: [TemporalTerm]
    /// The earlier values of the same time, at most four.
    public let compared: [Compared]

    /// One line for a person.
    public var explanation: String {
        let past = compared.map { "\($0.daysBack) d ago \($0.value)" }.joined(separator: ", ")
        let basis = isDayOne ? "no earlier day is known" : "same time: \(past)"
        let parts = terms.map { "\($0.kind.rawValue) \($0.deviation) of sigma \($0.sigma)" }.joined(separator: ", ")
        return "value \(value), expected \(expected), score \(score), limit \(threshold); \(basis); \(parts)"
    }
}

/// What became of one sample.
public struct TemporalVerdict: Sendable, Equatable {
    /// Whether a sample was taken and scored.
    public enum Handling: String, Sendable {
        case scored
        /// Taken, but too few samples are known for a score.
        case learning
        /// Taken as the start of a counter, or a second total of the same moment: there is no rate yet.
        case started
        /// Earlier than the newest sample: not taken.
        case late
        /// Not finite, or too large: not taken.
        case refused
    }

    /// Whether the sample was taken and scored.
    public let handling: Handling
    /// The sum of ln(1 + z) over the terms; 0 where a larger one of the near past holds it back. Always finite.
    public let score: Double
    /// The score before the hold.
    public let rawScore: Double
    /// Nil unless the score reaches the threshold.
    public let finding: TemporalFinding?

    /// Whether the score reaches the threshold.
    public var isOutlier: Bool { finding != nil }

    init(_ handling: Handling, score: Double = 0, rawScore: Double = 0, finding: TemporalFinding? = nil) {
        (self.handling, self.score, self.rawScore, self.finding) = (handling, score, rawScore, finding)
    }
}
