// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Ranges of one string and what takes their place, in ascending order.
///
/// Lent by ``Record/replaceInStrings(where:_:)``; the texts are copied in.
public struct Replacements: ~Copyable {
    struct Item: BitwiseCopyable {
        var start: Int
        var end: Int
        /// End of the text in `texts`; it starts where the one before ends.
        var textEnd: Int
    }

    var items = Storage<Item>(capacity: 16)
    var texts = ByteBuffer()

    /// Number of ranges noted.
    public var count: Int { items.count }

    /// Replaces a range of the string by plain text.
    ///
    /// Ranges must ascend and not overlap; one that starts before the end of the last one is ignored.
    public mutating func replace(_ range: Range<Int>, with text: RawSpan) {
        let last = items.count > 0 ? items[items.count - 1].end : 0
        if range.lowerBound < last { return }
        texts.append(text)
        items.append(Item(start: range.lowerBound, end: range.upperBound, textEnd: texts.count))
    }

    /// Gives back what one huge record needed.
    mutating func shrink() {
        texts.shrink(to: RecordsLimits.retainedBytesMax)
        if items.capacity > RecordsLimits.retainedValuesMax { items.resize(to: RecordsLimits.retainedValuesMax) }
    }

    mutating func removeAll() {
        items.count = 0
        texts.removeAll()
    }
}
