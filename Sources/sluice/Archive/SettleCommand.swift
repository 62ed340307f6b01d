// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks
import Terminal

extension ArchiveCommand {
    /// `sluice archive settle`.
    enum SettleCommand: Verb {
        static let spec = CommandSpec(
            "settle", "Decide about epochs of which nobody knows whether they were committed",
            discussion: """
                Without --keep and --drop it lists the epochs that wait and changes nothing: those set aside \
                undecided, and sealed ones in slots, which the next process settles by itself.

                --keep publishes one. It is refused where published epochs cover a part of its offsets, since its \
                rows would be there twice, and while a process of the group runs on this root. --drop removes one for \
                good; it is refused in a slot that a process holds. A decision that was interrupted is finished by \
                giving it again.
                """,
            arguments: [CommandSpec.Argument("DIR", .directory, "an archive root")],
            options: [
                .option("keep", "ID", .string, "publish this epoch"),
                .option("drop", "ID", .string, "remove this epoch"),
                .flag("json", "write one JSON object per line"),
            ],
            examples: [
                CommandSpec.Example("sluice archive settle ./archive", "what waits, and why"),
                CommandSpec.Example(
                    "sluice archive settle ./archive --keep 4f1d09c2a7b35e860b1c2d3e4f506172", "publish one of them"),
            ])

        static func run(_ arguments: ParsedArguments) async -> ExitCode {
            guard let path = arguments.string("DIR") else { preconditionFailure("'DIR' is required") }
            let json = arguments.flag("json")
            guard let wish = wish(arguments) else { return .usage }
            return await onOwnThread {
                do throws(StoreError) {
                    let root = try ArchiveRoot.inspect(path, fileSystem: PosixFileSystem())
                    let settling = OperatorSettling(root)
                    guard let (decision, id) = wish.decision else {
                        list(try settling.list(), json: json)
                        return .done
                    }
                    tell(try settling.carryOut(decision, on: id), id, json: json)
                    return .done
                } catch {
                    Console.error.write("sluice archive settle: \(error)\n")
                    switch error.code {
                    case .notARoot: return .noInput
                    case .unknownEpoch: return .usage
                    default: return .failed
                    }
                }
            }
        }

        private struct Wish: Sendable {
            var decision: (OperatorDecision, EpochID)?
        }

        /// What is wanted; nil, after saying why, where that cannot be told.
        private static func wish(_ arguments: ParsedArguments) -> Wish? {
            let (keep, drop) = (arguments.string("keep"), arguments.string("drop"))
            if keep != nil, drop != nil {
                Console.error.write("sluice archive settle: give --keep or --drop, not both\n")
                return nil
            }
            guard let text = keep ?? drop else { return Wish() }
            guard let id = EpochID(text: text) else {
                Console.error.write("sluice archive settle: '\(text)' is no epoch id: 32 digits of 0-9 and a-f\n")
                return nil
            }
            return Wish(decision: (keep != nil ? .keep : .drop, id))
        }

        private static func list(_ epochs: [UnsettledEpoch], json: Bool) {
            if epochs.isEmpty, !json { Console.output.write("no epoch waits\n") }
            for epoch in epochs {
                guard Console.output.write(json ? UnsettledListing.json(epoch) : UnsettledListing.text(epoch)) else {
                    return
                }
            }
        }

        private static func tell(_ outcome: OperatorOutcome, _ id: EpochID, json: Bool) {
            let (name, text) =
                switch outcome {
                case .published: ("published", "published")
                case .wasPublished: ("was_published", "was published before; what was left of it is gone")
                case .dropped: ("dropped", "dropped")
                case .cleared: ("cleared", "an earlier decision has done it; its empty directory is gone")
                }
            Console.output.write(json ? "{\"id\":\"\(id)\",\"outcome\":\"\(name)\"}\n" : "epoch \(id): \(text)\n")
        }
    }
}
