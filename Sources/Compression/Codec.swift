// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A compressed file format and how hard to press.
///
/// A file of any codec is a sequence of independent frames (gzip members), one per chunk, and every common tool reads
/// it as one stream. A file cut between two frames is whole up to there.
public enum Codec: Hashable, Sendable {
    /// The bytes as they are.
    case none
    /// zstd frames; levels 1 to 19.
    case zstd(level: Int)
    /// gzip members, made by ISA-L; levels 0 to 3. Level 1 is about as fast as zstd 1 and 14-20 % larger than gzip 6.
    case gzip(level: Int)

    /// zstd at the level that was measured best in speed and size.
    public static let zstd = Codec.zstd(level: 1)
    /// gzip at the level that was measured best in speed and size.
    public static let gzip = Codec.gzip(level: 1)

    /// A codec by its name in topology files: `none`, `zstd`, `gzip`; nil for another name or a level out of range.
    ///
    /// - Parameter level: nil takes the codec's default; `none` has no levels and ignores it.
    public init?(name: String, level: Int? = nil) {
        switch name {
        case "none": self = .none
        case "zstd": self = .zstd(level: level ?? 1)
        case "gzip": self = .gzip(level: level ?? 1)
        default: return nil
        }
        if !isSupported { return nil }
    }

    /// A codec by the end of a file's name: `.zst`, `.gz`, anything else is `none`.
    public init(fileName: String) {
        if fileName.hasSuffix(".zst") {
            self = .zstd
        } else if fileName.hasSuffix(".gz") {
            self = .gzip
        } else {
            self = .none
        }
    }

    /// The name in topology files.
    public var name: String {
        switch self {
        case .none: "none"
        case .zstd: "zstd"
        case .gzip: "gzip"
        }
    }

    /// What a file of this codec has at the end of its name: `.zst`, `.gz` or nothing.
    public var fileExtension: String {
        switch self {
        case .none: ""
        case .zstd: ".zst"
        case .gzip: ".gz"
        }
    }

    /// Whether the level lies in the codec's range.
    public var isSupported: Bool {
        switch self {
        case .none: true
        case .zstd(let level): CompressionLimits.zstdLevels.contains(level)
        case .gzip(let level): CompressionLimits.gzipLevels.contains(level)
        }
    }
}
