// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A handle on the elements of a `Storage`, for loops that keep it in a register.
///
/// Valid until the storage grows or ends. Indices are checked in debug builds only.
@safe
struct Window<Element: BitwiseCopyable> {
    fileprivate let base: UnsafeMutablePointer<Element>
    fileprivate let capacity: Int

    @inline(always)
    init(base: UnsafeMutablePointer<Element>, capacity: Int) {
        unsafe self.base = base
        self.capacity = capacity
    }

    @inline(always)
    subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < capacity)
            return unsafe base[index]
        }
        nonmutating set {
            assert(index >= 0 && index < capacity)
            unsafe base[index] = newValue
        }
        nonmutating _modify {
            assert(index >= 0 && index < capacity)
            yield unsafe &base[index]
        }
    }

    /// An element by its place.
    @inline(always)
    func cell(at index: Int) -> Cell<Element> {
        assert(index >= 0 && index < capacity)
        return unsafe Cell(base: base + index)
    }
}

extension Window where Element == Node {
    /// Writes a node as three words, little end first: name start, name id, traits, depth; start, end; next, link.
    @inline(always)
    func store(_ first: UInt64, _ second: UInt64, _ third: UInt64, at index: Int) {
        assert(index >= 0 && index < capacity)
        let node = unsafe UnsafeMutableRawPointer(base + index)
        unsafe node.storeBytes(of: first.littleEndian, as: UInt64.self)
        unsafe node.storeBytes(of: second.littleEndian, toByteOffset: 8, as: UInt64.self)
        unsafe node.storeBytes(of: third.littleEndian, toByteOffset: 16, as: UInt64.self)
    }
}
