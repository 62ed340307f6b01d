// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A handle on the elements of a `Storage`, for loops that keep it in a register.
///
/// Valid until the storage grows or ends. Indices are checked in debug builds only.
@safe
struct Window<Element: BitwiseCopyable> {
    private let base: UnsafeMutablePointer<Element>
    private let capacity: Int

    @inline(__always)
    init(base: UnsafeMutablePointer<Element>, capacity: Int) {
        unsafe self.base = base
        self.capacity = capacity
    }

    @inline(__always)
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

    /// The address of an element, for reads of its bytes.
    @inline(__always)
    func address(of index: Int) -> UnsafeRawPointer {
        assert(index >= 0 && index < capacity)
        return unsafe UnsafeRawPointer(base + index)
    }
}
