// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A growable array of plain values with one owner; grows by doubling and never checks exclusivity per access.
@safe
struct Storage<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
    // Owned here alone, hence free to move between threads with the storage.
    private var base: UnsafeMutablePointer<Element>
    private(set) var capacity: Int
    var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 1)
        unsafe base = .allocate(capacity: self.capacity)
    }

    init(repeating value: Element, count: Int) {
        self.init(capacity: count)
        unsafe base.initialize(repeating: value, count: self.capacity)
        self.count = count
    }

    deinit {
        unsafe base.deallocate()
    }

    /// A handle for loops: valid until the storage grows or ends.
    @inline(__always)
    var window: Window<Element> { unsafe Window(base: base, capacity: capacity) }

    @inline(__always)
    subscript(index: Int) -> Element {
        get { window[index] }
        nonmutating set { window[index] = newValue }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { resize(to: capacity * 2) }
        unsafe (base + count).initialize(to: element)
        count += 1
    }

    /// Moves the first `count` elements to an allocation of another size.
    @inline(never)
    mutating func resize(to elements: Int) {
        let other = UnsafeMutablePointer<Element>.allocate(capacity: max(elements, 1))
        unsafe other.update(from: base, count: min(count, elements))
        unsafe base.deallocate()
        unsafe base = other
        capacity = max(elements, 1)
    }

    func fill(with value: Element, count: Int) {
        assert(count <= capacity)
        unsafe base.update(repeating: value, count: count)
    }

    /// Gives the first elements a value, by copies that double: for tables of thousands.
    func refill(with value: Element, count: Int) {
        assert(count <= capacity)
        guard count > 0 else { return }
        unsafe base.update(repeating: value, count: 1)
        var done = 1
        while done < count {
            let next = min(done, count - done)
            unsafe (base + done).update(from: base, count: next)
            done += next
        }
    }

    /// Lends the elements for sorting.
    func withElements<Result>(_ body: (inout UnsafeMutableBufferPointer<Element>) -> Result) -> Result {
        var elements = unsafe UnsafeMutableBufferPointer(start: base, count: count)
        return unsafe body(&elements)
    }
}
