// Sluice
// SPDX-License-Identifier: Apache-2.0

@testable import LagMonitor

/// Burrow 1.9.5's ring as it is there: places in a circle and a pointer to the next one, followed place by place. What
/// the store does with differences and arrays has to come out the same.
struct ModelRing {
    let minDistanceMs: Int64
    private var places: [CommitSlot?]
    private var pointer = 0

    init(slotsMax: Int, minDistanceMs: Int64) {
        self.minDistanceMs = minDistanceMs
        places = Array(repeating: nil, count: slotsMax)
    }

    private func before(_ place: Int) -> Int { place == 0 ? places.count - 1 : place - 1 }
    private func after(_ place: Int) -> Int { place == places.count - 1 ? 0 : place + 1 }

    /// Oldest first, with blank places.
    var window: [CommitSlot?] { places.indices.map { places[($0 + pointer) % places.count] } }
    var newest: CommitSlot? { places[before(pointer)] }

    /// Where a commit goes; `extends`: the place that the ring grows into.
    private enum Destination {
        case none
        case at(Int, extends: Int?)
        case end(Int)
    }

    private func destination(_ order: Int64) -> Destination {
        guard let newest, newest.order >= order else { return .end(pointer) }
        if let oldest = places[pointer], oldest.order >= order { return .none }
        var place = pointer
        while true {
            let previous = before(place)
            guard let item = places[previous], previous != pointer else { return .at(previous, extends: nil) }
            if item.order < order { return .at(place, extends: pointer) }
            if item.order == order { return .none }
            place = previous
        }
    }

    /// The commit's lag is what it would be as the newest one. False: it is left out.
    mutating func store(_ commit: CommitSlot) -> Bool {
        var commit = commit
        var place: Int
        var extends: Int?
        var shifts = false
        switch destination(commit.order) {
        case .none: return false
        case .end(let end): (place, extends) = (end, end)
        case .at(let at, let grows):
            commit.lag = nil
            (place, extends, shifts) = (at, grows, grows != nil)
        }
        if let previous = places[before(place)], previous.order < commit.order,
            Int128(commit.timestampMs) - Int128(previous.timestampMs) < Int128(minDistanceMs)
        {
            commit.timestampMs = previous.timestampMs
            places[before(place)] = commit
            return true
        }
        if shifts, let extends {
            var to = extends
            while to != place {
                places[to] = places[before(to)]
                to = before(to)
            }
        }
        places[place] = commit
        if let extends { pointer = after(extends) }
        return true
    }
}
