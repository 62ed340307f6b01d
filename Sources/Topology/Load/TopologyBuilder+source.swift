// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

extension TopologyBuilder {
    mutating func sourceReader() -> OptionReader? {
        guard let entry = entry("source", isRequired: true, hint: "it says which topics to read") else { return nil }
        return OptionReader(
            entry.value, owner: "'source'", span: entry.key.span, options: TopologyKeys.source, context: &context)
    }

    mutating func kafkaPlan(_ source: OptionReader) -> KafkaSourcePlan? {
        guard let kafka = source.table("kafka") else { return nil }
        let topics = checkedTopics(kafka)
        let options = kafkaOptions(kafka)
        for name in ["brokers", "group"] where kafka.text(name)?.isEmpty ?? false {
            context.report("'\(name)' is empty", at: kafka.span(of: name))
        }
        guard let brokers = kafka.text("brokers"), let group = kafka.text("group"),
            let start = kafka.text("start").flatMap(KafkaSourcePlan.Start.init),
            let assignment = kafka.text("assignment").flatMap(KafkaSourcePlan.Assignment.init),
            let sessionTimeout = kafka.duration("session_timeout")
        else { return nil }
        return KafkaSourcePlan(
            brokers: brokers, topics: topics, group: group, start: start, assignment: assignment,
            sessionTimeout: sessionTimeout, options: options, readsKey: context.readsKey,
            readsHeaders: context.readsHeaders)
    }

    /// Kafka's own rule for names: up to 249 of letters, digits, '.', '_' and '-'.
    private mutating func checkedTopics(_ kafka: OptionReader) -> [String] {
        let topics = kafka.scalars("topics") ?? []
        if topics.count > TopologyLimits.topicsMax {
            context.report(
                "\(topics.count) topics; \(TopologyLimits.topicsMax) are allowed", at: kafka.span(of: "topics"))
        }
        for topic in topics {
            let text = topic.text
            let isGood = text.utf8.allSatisfy { byte in
                (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x2E
                    || byte == 0x5F || byte == 0x2D
            }
            if !isGood || text.isEmpty || text == "." || text == ".." || text.utf8.count > 249 {
                context.report(
                    "\(topic.quoted) cannot be the name of a topic", at: topic.span,
                    hint: text.hasPrefix("^") ? "patterns are not available; name each topic" : nil)
            }
        }
        return topics.map(\.text)
    }

    private mutating func kafkaOptions(_ kafka: OptionReader) -> [KafkaOption] {
        KafkaOption.read(kafka.map("options") ?? [], refusing: RefusedKafkaOptions.reason, context: &context)
    }

    mutating func eventTimePlan(_ source: OptionReader) -> EventTimePlan? {
        guard let reader = source.table("event_time"), let field = reader.field("field"),
            let slot = context.slot(for: field),
            let format = reader.text("format").flatMap(EventTimePlan.Format.init),
            let fallback = reader.text("fallback").flatMap(EventTimePlan.Fallback.init)
        else { return nil }
        return EventTimePlan(slot: slot, format: format, fallback: fallback)
    }

    mutating func archivePlan() -> ArchivePlan? {
        guard let entry = entry("archive", isRequired: true, hint: "write 'archive: {root: directory}'") else {
            return nil
        }
        let reader = OptionReader(
            entry.value, owner: "'archive'", span: entry.key.span, options: TopologyKeys.archive, context: &context)
        if let root = reader.text("root"), root.isEmpty {
            context.report("'root' is empty", at: reader.span(of: "root"), hint: "name a directory")
        }
        guard let root = reader.text("root"), let onRewind = reader.text("on_rewind").flatMap(ArchivePlan.Rewind.init),
            let epoch = reader.table("epoch"), let bytes = epoch.byteSize("bytes"),
            let records = epoch.integer("records"), let age = epoch.duration("age"),
            let idle = epoch.duration("idle"), let openFiles = reader.integer("open_files")
        else { return nil }
        return ArchivePlan(
            root: root, onRewind: onRewind, epoch: EpochLimits(bytes: bytes, records: records, age: age, idle: idle),
            openFilesMax: Int(clamping: openFiles), minFree: reader.byteSize("min_free"),
            isOnlyRoot: reader.flag("only_root") ?? false)
    }
}
