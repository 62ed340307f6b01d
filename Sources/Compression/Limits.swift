// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The limits of this target; docs/LIMITS.md gives the reasons to users.
public enum CompressionLimits {
    /// zstd levels that are offered. Above 19 a frame asks its readers for more than 8 MiB of window.
    public static let zstdLevels: ClosedRange<Int> = 1...19
    /// gzip levels of ISA-L.
    public static let gzipLevels: ClosedRange<Int> = 0...3
    /// Bytes that one call compresses into one frame. ISA-L counts in 32 bits; half of that leaves room for the bound.
    public static let frameInputBytesMax = 1 << 30
    /// Base-2 logarithm of the largest window that a zstd frame may ask of the decompressor: 8 MiB, as the format's
    /// specification recommends to support (RFC 8878 section 3.1.1.1.2), so that a hostile frame cannot take memory.
    static let windowLogMax: Int32 = 23
}
