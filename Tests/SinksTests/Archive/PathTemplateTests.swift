// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Sinks
import SluiceTesting
import Testing

@Suite struct PathTemplateTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let text: String
        let offset: Int
        let words: String
        init(_ text: String, _ offset: Int, _ words: String) {
            (self.text, self.offset, self.words) = (text, offset, words)
        }
        var testDescription: String { "'\(text)'" }
    }

    static let refused = [
        Refused("", 0, "empty"),
        Refused("/abs", 0, "begins with '/'"),
        Refused("a//b", 2, "without a name"),
        Refused("a/", 2, "ends with '/'"),
        Refused("../up", 0, "leads out"),
        Refused("a/../b", 2, "leads out"),
        Refused("a/./b", 2, "leads out"),
        Refused("a/..", 2, "leads out"),
        Refused("_pending/x", 0, "Sluice's own"),
        Refused("_manifests", 0, "Sluice's own"),
        Refused("_{host}", 0, "Sluice's own"),
        Refused("store.json/x", 0, "Sluice's own"),
        Refused("a/b\0c", 3, "control character 0"),
        Refused("a\n", 1, "control character 10"),
        Refused("a/{host", 2, "'{' without '}'"),
        Refused("a/host}", 6, "'}' without '{'"),
        Refused("a/{event}", 3, "needs a format"),
        Refused("a/{event:}", 9, "needs a directive"),
        Refused("a/{event:abc}", 9, "needs a directive"),
        Refused("a/{event:%Q}", 9, "'%Q' is not supported"),
        Refused("a/{event:%Y%}", 11, "'%' at the end"),
        Refused("a/{event:%Y/}", 12, "ends with '/'"),
        Refused("a/{event://%Y}", 2, "without a name"),
        Refused("{event:/%Y}", 0, "without a name"),
        Refused("a/{}", 3, "empty name"),
        Refused("a/{user..id}", 3, "empty name"),
        Refused("a/{.id}", 3, "empty name"),
        Refused("a/{ts:%Y}", 3, "only '{event:...}'"),
        Refused("a/{kafka.offset}", 3, "'{kafka.topic}' and '{kafka.partition}'"),
        Refused("a/{kafka}", 3, "'{kafka.topic}'"),
        Refused(String(repeating: "a", count: 256), 0, "longer than 255"),
        Refused(String(repeating: "a/", count: 16) + "b", 32, "more than 16"),
        Refused(String(repeating: "a", count: 1025), 0, "longer than 1024"),
    ]

    @Test(arguments: refused)
    func whatCannotBeAPathIsRefusedWithItsPlace(_ refused: Refused) {
        let error = #expect(throws: PathTemplateError.self) { _ = try PathTemplateDraft(parsing: refused.text) }
        #expect(error?.offset == refused.offset)
        #expect(error?.message.contains(refused.words) == true, "\(error?.message ?? "")")
    }

    struct Rendered: Sendable, CustomTestStringConvertible {
        let template: String
        let timeMs: Int64
        let values: [PathTemplate.Value]
        let path: String
        init(_ template: String, _ timeMs: Int64 = 0, _ values: [PathTemplate.Value] = [], _ path: String) {
            (self.template, self.timeMs, self.values, self.path) = (template, timeMs, values, path)
        }
        var testDescription: String { "\(template) -> \(path.prefix(60))" }
    }

    static func text(_ text: String) -> PathTemplate.Value { .text(Array(text.utf8)) }

    // Times from GNU date.
    static let rendered = [
        Rendered("web", 0, [], "web"),
        Rendered("a b/ü/{kafka.topic}/{kafka.partition}", 0, [], "a b/ü/web.access/7"),
        Rendered("dt={event:%Y-%m-%d}/hour={event:%H}", 1_721_312_096_789, [], "dt=2024-07-18/hour=14"),
        Rendered("{event:%F}T{event:%H%M%S}", 1_721_312_096_789, [], "2024-07-18T141456"),
        Rendered("{event:%Y/%m/%d}", 1_721_312_096_789, [], "2024/07/18"),
        Rendered("x/{event:%y%%%j}", 1_721_312_096_789, [], "x/24%200"),
        Rendered("{event:%s}", -1, [], "-1"),
        Rendered("{event:%F %H:%M:%S}", -1, [], "1969-12-31 23:59:59"),
        Rendered("{event:%F-%j}", 951_782_400_000, [], "2000-02-29-060"),
        Rendered("{event:%F-%j}", 951_868_800_000, [], "2000-03-01-061"),
        Rendered("{event:%F-%j}", 1_704_067_199_999, [], "2023-12-31-365"),
        Rendered("{event:%F-%j}", 1_735_689_599_999, [], "2024-12-31-366"),
        Rendered("{event:%F-%j}", -62_167_219_200_000, [], "0000-01-01-001"),
        Rendered("{event:%F-%j}", 253_402_300_799_999, [], "9999-12-31-365"),
        Rendered("y={event:%Y-%m}", 253_402_300_800_000, [], "y=__out_of_range__"),
        Rendered("y={event:%Y-%m}", -62_167_219_200_001, [], "y=__out_of_range__"),
        Rendered("y={event:%Y-%m}", .max, [], "y=__out_of_range__"),
        Rendered("y={event:%Y-%m}", .min + 1, [], "y=__out_of_range__"),
        Rendered("y={event:%Y-%m}", PathTemplate.noTime, [], "y=__missing__"),

        Rendered("host={host}", 0, [text("web-1.example_x")], "host=web-1.example_x"),
        Rendered("host={host}", 0, [.missing], "host=__missing__"),
        Rendered("host={host}", 0, [text("")], "host=__empty__"),
        Rendered("host={host}", 0, [.object], "host=__object__"),
        Rendered("host={host}", 0, [.array], "host=__array__"),
        Rendered("host={host}", 0, [text("__missing__")], "host=%5F%5Fmissing__"),
        Rendered("host={host}", 0, [text("_x")], "host=_x"),
        Rendered("host={host}", 0, [text("../../etc/passwd")], "host=..%2F..%2Fetc%2Fpasswd"),
        Rendered("host={host}", 0, [text("a\0b\n\u{7F}%=")], "host=a%00b%0A%7F%25%3D"),
        Rendered("host={host}", 0, [text("é😀")], "host=%C3%A9%F0%9F%98%80"),
        Rendered("a/{host}", 0, [text("..")], "a/%2E."),
        Rendered("a/{host}", 0, [text(".")], "a/%2E"),
        Rendered("a/{host}", 0, [text(".hidden")], "a/%2Ehidden"),
        Rendered("a/{host}", 0, [text("_spark_skips")], "a/%5Fspark_skips"),
        Rendered("a/.{host}", 0, [text(".")], "a/%2E."),
        Rendered("{host}/b", 0, [text("_pending")], "%5Fpending/b"),
        Rendered("{host}/b", 0, [text("__missing__")], "%5F%5Fmissing__/b"),
        Rendered("{host}/b", 0, [.missing], "%5F_missing__/b"),
        Rendered("{host}", 0, [text("store.json")], "%73tore.json"),
        Rendered("{a}{b}{a}", 0, [text("x"), text(".y")], "x.yx"),
        Rendered("{kafka.partition}/{\"a.b\".c}", 0, [text("v")], "7/v"),
    ]

    @Test(arguments: rendered)
    func pathsAreRenderedAsTheTableSays(_ rendered: Rendered) throws {
        let template = try Self.template(rendered.template)
        let path = template.render(
            eventTimeMs: rendered.timeMs, values: rendered.values, topic: "web.access", partition: 7)
        #expect(path == rendered.path)
        #expect(ConfinedPath(path + "/x") != nil)
    }

    @Test func namesThatAreTooLongAreCutAndKeptApart() throws {
        let template = try Self.template("host={host}/x")
        var paths: Set<String> = []
        for (letter, count) in [("a", 250), ("a", 251), ("a", 100_000), ("a", 100_001), ("é", 50), ("é", 51)] {
            let value = Self.text(String(repeating: letter, count: count))
            let path = template.render(eventTimeMs: 0, values: [value], topic: "t", partition: 0)
            let name = path.split(separator: "/")[0]
            #expect(name.utf8.count <= 255)
            #expect(count == 250 || name.contains("~"))
            // No escape is cut through.
            #expect(
                !name.split(separator: "~")[0].hasSuffix("%")
                    && !name.split(separator: "~")[0].dropLast().hasSuffix("%"))
            paths.insert(path)
        }
        #expect(paths.count == 6)
    }

    @Test func longValuesInManyDirectoriesShareThePath() throws {
        let template = try Self.template((0..<16).map { "{f\($0)}" }.joined(separator: "/"))
        let values = (0..<16).map { Self.text(String(repeating: "v\($0)", count: 300)) }
        let path = template.render(eventTimeMs: 0, values: values, topic: "t", partition: 0)
        #expect(path.utf8.count <= 768)
        #expect(ConfinedPath(path + "/" + String(repeating: "n", count: 255)) != nil)
        #expect(Set(path.split(separator: "/")).count == 16)
    }

    @Test(arguments: [1, 2, 3, 4, 5])
    func noValueLeavesTheRoot(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let templates = try ["{a}", "{a}/{b}", "x{a}/{b}y", "{a}{b}", "{kafka.topic}/.{a}"].map(Self.template)
        let pieces = ["", ".", "..", "/", "_", "__", "a", "%", "\0", "\u{FF}", "é", "store.json", "pending", "~", "\\"]
        for _ in 0..<2000 {
            let template = templates[random.below(templates.count)]
            let values: [PathTemplate.Value] = (0..<2).map { _ in
                switch random.below(8) {
                case 0: .missing
                case 1: .object
                default: Self.text((0..<random.below(4)).map { _ in pieces[random.below(pieces.count)] }.joined())
                }
            }
            let topic = pieces[1 + random.below(pieces.count - 1)]
            let path = template.render(eventTimeMs: 0, values: values, topic: topic, partition: 0)
            #expect(ConfinedPath(path) != nil, "seed \(seed): \(path)")
            #expect(path.split(separator: "/", omittingEmptySubsequences: false).count <= 2, "seed \(seed): \(path)")
        }
    }

    @Test func spansOfTimeAreThoseOfTheFinestDirective() throws {
        let spans: [(String, Int64?)] = [
            ("a", nil), ("{event:%Y}", 86_400_000), ("{event:%F}/{event:%H}", 3_600_000), ("{event:%H%M}", 60_000),
            ("{event:%F}/{event:%s}", 1000),
        ]
        for (text, span) in spans { #expect(try Self.template(text).timeSpanMs == span) }
    }

    static func template(_ text: String) throws -> PathTemplate {
        let draft = try PathTemplateDraft(parsing: text)
        var layout = RecordLayout()
        return draft.template(slots: try draft.fields.map { try layout.slot(for: $0.path) })
    }
}
