// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records

/// Conditions and values over one scanned event: a "record" here is one evaluation.
enum ExpressionBenchmarks {
    private static let conditions: [(name: String, source: String)] = [
        ("status >= 500", "status >= 500"),
        ("string ==", "level == 'ERROR'"),
        ("string in list", "method in ['HEAD', 'POST', 'GET']"),
        ("has()", "has(user.id)"),
        ("double >", "latency_ms > 250.0"),
        ("&&", "status >= 500 && level == 'ERROR'"),
        ("conditional", "has(user.id) ? status >= 500 : level == 'ERROR'"),
        ("arithmetic", "status / 100 == 5"),
        ("startsWith", "path.startsWith('/api')"),
    ]

    static func all(_ corpus: Corpus) throws -> [Benchmark] {
        var layout = RecordLayout()
        var expressions: [(String, Expression)] = []
        for (name, source) in conditions {
            expressions.append((name, try Expression.compile(source, layout: &layout).get()))
        }
        let status = try Expression.compile("string(status / 100) + 'xx'", layout: &layout).get()
        let slot = try layout.slot(for: FieldPath(["status_class"]))
        let turns = corpus.ranges.count
        var benchmarks = expressions.map { name, expression in
            let workbench = ExpressionWorkbench(layout, corpus)
            return Benchmark("expr \(name)", corpus) {
                workbench.count(expression, turns)
            }
        }
        let workbench = ExpressionWorkbench(layout, corpus)
        benchmarks.append(Benchmark("expr set status_class", corpus) { workbench.assign(status, to: slot, turns) })
        return benchmarks
    }
}

/// A record with its first event scanned, and an evaluator.
final class ExpressionWorkbench {
    private let corpus: Corpus
    private let holder: RecordHolder
    private var evaluator = Evaluator()

    init(_ layout: RecordLayout, _ corpus: Corpus) {
        self.corpus = corpus
        holder = RecordHolder(layout)
        let bytes = corpus.bytes.span.bytes
        _ = holder.record.scan(json: bytes.extracting(corpus.ranges[0]))
    }

    /// How often a condition gives true; -1 on an error.
    func count(_ expression: Expression, _ turns: Int) -> Int {
        Self.count(expression, turns, holder.record, &evaluator)
    }

    private static func count(
        _ expression: Expression, _ turns: Int, _ record: borrowing Record, _ evaluator: inout Evaluator
    ) -> Int {
        var found = 0
        for _ in 0..<turns {
            guard let holds = evaluator.bool(expression, record) else { return -1 }
            if holds { found += 1 }
        }
        return found
    }

    /// Scans and sets a field, over the whole corpus.
    func assign(_ expression: Expression, to slot: Slot, _ turns: Int) -> Int {
        // A copy of the array's reference: a span of a property of a class ends at once.
        let corpus = corpus
        let bytes = corpus.bytes.span.bytes
        for range in corpus.ranges {
            guard holder.record.scan(json: bytes.extracting(range)) == nil,
                evaluator.assign(expression, to: slot, in: &holder.record) == nil
            else { return -1 }
        }
        return turns
    }
}
