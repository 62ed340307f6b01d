// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A reference that is not counted, so that taking it out of an array costs nothing: with one such look-up per record
/// and stage, counting is a measurable part of a stage's cost.
///
/// Whoever makes one keeps the object alive, by another reference, as long as it is used.
@safe
public struct Borrowed<Object: AnyObject & Sendable>: BitwiseCopyable, @unchecked Sendable {
    // Not owned; reading it from several threads is as safe as the object.
    @usableFromInline let object: Unmanaged<Object>

    /// Refers to an object that the caller keeps.
    public init(_ object: Object) {
        unsafe self.object = .passUnretained(object)
    }

    /// Lends the object.
    @inline(always)
    public func callAsFunction<Result>(_ body: (Object) -> Result) -> Result {
        unsafe object._withUnsafeGuaranteedRef(body)
    }
}
