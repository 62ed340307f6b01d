// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks
import Terminal

/// `sluice quarantine`.
enum QuarantineCommand: Verb {
    static let spec = CommandSpec(
        "quarantine", "Send a record that kills its process to the dead letters unread",
        discussion: """
            Writes the instruction into the archive root. A process that begins to read the partition from then on, \
            after a restart for example, archives the record's bytes as a dead letter with the reason 'quarantined' \
            and does not parse them. Without TOPIC, PARTITION and OFFSET it lists what is in quarantine.
            """,
        arguments: [
            CommandSpec.Argument("DIR", .directory, "an archive root"),
            CommandSpec.Argument("TOPIC", required: false, "the record's topic"),
            CommandSpec.Argument("PARTITION", .int(0...Int64(Int32.max)), required: false, "its partition"),
            CommandSpec.Argument("OFFSET", .int(0...Int64.max - 1), required: false, "its offset"),
        ],
        options: [
            .flag("remove", "take the record out of quarantine"), .flag("json", "write one JSON object per line"),
        ],
        examples: [
            CommandSpec.Example("sluice quarantine ./archive web.access 3 184467", "spare the process this record"),
            CommandSpec.Example("sluice quarantine ./archive", "what is in quarantine"),
            CommandSpec.Example("sluice quarantine ./archive web.access 3 184467 --remove", "read it again"),
        ])

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        guard let path = arguments.string("DIR") else { preconditionFailure("'DIR' is required") }
        let json = arguments.flag("json")
        let removes = arguments.flag("remove")
        var record: QuarantinedRecord?
        if let topic = arguments.string("TOPIC"), let partition = arguments.int("PARTITION"),
            let offset = arguments.int("OFFSET")
        {
            record = QuarantinedRecord(topic: topic, partition: Int32(clamping: partition), offset: offset)
        } else if arguments.isGiven("TOPIC") || removes {
            Console.error.write("sluice quarantine: give TOPIC, PARTITION and OFFSET, or DIR alone\n")
            return .usage
        }
        return await onOwnThread { [record] in
            do throws(StoreError) {
                let quarantine = Quarantine(try ArchiveRoot.inspect(path, fileSystem: PosixFileSystem()))
                guard let record else {
                    list(try quarantine.records(), json: json)
                    return .done
                }
                let isChanged = removes ? try quarantine.remove(record) : try quarantine.add(record)
                tell(record, isChanged: isChanged, removes: removes, json: json)
                return .done
            } catch {
                Console.error.write("sluice quarantine: \(error)\n")
                return error.code == .notARoot ? .noInput : .failed
            }
        }
    }

    private static func list(_ records: [QuarantinedRecord], json: Bool) {
        if records.isEmpty, !json { Console.output.write("nothing is in quarantine\n") }
        for record in records {
            guard Console.output.write(json ? "{\(fields(record))}\n" : "\(place(record))\n") else { return }
        }
    }

    private static func tell(_ record: QuarantinedRecord, isChanged: Bool, removes: Bool, json: Bool) {
        if json {
            Console.output.write("{\"changed\":\(isChanged),\(fields(record))}\n")
            return
        }
        let text =
            switch (removes, isChanged) {
            case (false, true): "in quarantine; it holds from the next start of the partition on"
            case (false, false): "is in quarantine already"
            case (true, true): "out of quarantine"
            case (true, false): "was not in quarantine"
            }
        Console.output.write("\(place(record)): \(text)\n")
    }

    private static func place(_ record: QuarantinedRecord) -> String {
        "\(record.topic)/\(record.partition)@\(record.offset)"
    }

    /// A topic's name needs no escapes: Kafka allows letters, digits, '.', '_' and '-'.
    private static func fields(_ record: QuarantinedRecord) -> String {
        "\"offset\":\(record.offset),\"partition\":\(record.partition),\"topic\":\"\(record.topic)\""
    }
}
