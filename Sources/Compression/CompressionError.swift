// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why bytes could not be compressed or decompressed. The message holds no bytes of the data.
public struct CompressionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Base { case unsupportedLevel, inputTooLarge, outputTooSmall, outOfMemory, corrupt, torn, library }
        private let base: Base

        /// The codec has no such level.
        public static let unsupportedLevel = Code(base: .unsupportedLevel)
        /// More input than one frame may hold.
        public static let inputTooLarge = Code(base: .inputTooLarge)
        /// The output buffer is smaller than the frame; `Compressor.bound(for:)` says what is enough.
        public static let outputTooSmall = Code(base: .outputTooSmall)
        /// A context could not be allocated.
        public static let outOfMemory = Code(base: .outOfMemory)
        /// The input is not of the codec, or was changed.
        public static let corrupt = Code(base: .corrupt)
        /// The input ends inside a frame.
        public static let torn = Code(base: .torn)
        /// The library refused for another reason.
        public static let library = Code(base: .library)
    }

    /// What kind of failure it is.
    public let code: Code
    /// What happened, where, and how to fix it.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
