// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One element of a `Storage` and its neighbours: a pointer that loops keep in a register.
///
/// Valid until the storage grows or ends; the loop answers for staying inside.
@safe
struct Cell<Element: BitwiseCopyable> {
    private let base: UnsafeMutablePointer<Element>

    @inline(always)
    init(base: UnsafeMutablePointer<Element>) {
        unsafe self.base = base
    }

    @inline(always)
    var value: Element {
        get { unsafe base.pointee }
        nonmutating _modify { yield unsafe &base.pointee }
        nonmutating set { unsafe base.pointee = newValue }
    }

    @inline(always)
    var next: Cell { unsafe Cell(base: base + 1) }

    @inline(always)
    var previous: Cell { unsafe Cell(base: base - 1) }

    /// The address, for reads of the element's bytes.
    @inline(always)
    var address: UnsafeRawPointer { unsafe UnsafeRawPointer(base) }
}
