// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Builds nodes from events, within `YAMLLimits`.
struct YAMLComposer: ~Copyable {
    /// What an anchor stands for.
    private struct Anchored {
        let node: YAMLNode
        let nodes: Int
        let height: Int
    }

    /// A node with its cost.
    private struct Composed {
        let node: YAMLNode
        let nodes: Int
        let height: Int
    }

    private let source: SourceText
    private var reader: EventReader
    private var anchors: [String: Anchored] = [:]
    private var openAnchors: Set<String> = []
    private var nodes = 0
    private(set) var errors: [YAMLError] = []

    init(source: SourceText, reader: consuming EventReader) {
        self.source = source
        self.reader = reader
    }

    /// The root of the only document; nil where there is none or a fatal error stopped the reading.
    mutating func composeDocument() -> YAMLNode? {
        do throws(YAMLError) {
            return try document()
        } catch {
            errors.append(error)
            return nil
        }
    }

    private mutating func document() throws(YAMLError) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try reader.next()
            switch event.kind {
            case .streamEnd: return root
            case .documentStart:
                if root != nil {
                    throw YAMLError(
                        span: event.span, message: "a second document begins here",
                        hint: "put each document into its own file")
                }
                root = try compose(try reader.next(), depth: 1).node
            default: break
            }
        }
    }

    private mutating func compose(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> Composed {
        try checkDepth(depth, at: event.span)
        nodes += 1
        try checkNodes(at: event.span)
        switch event.kind {
        case .alias(let name): return try alias(name, depth: depth, at: event.span)
        case .scalar(let text, let style, let properties):
            let scalar = scalar(text, style, tag: properties.tag, span: event.span)
            let composed = Composed(node: YAMLNode(content: .scalar(scalar), span: event.span), nodes: 1, height: 1)
            return remember(composed, as: properties.anchor)
        case .sequenceStart(let properties):
            open(properties, tag: "tag:yaml.org,2002:seq", at: event.span)
            return remember(try sequence(from: event.span, depth: depth), as: properties.anchor)
        case .mappingStart(let properties):
            open(properties, tag: "tag:yaml.org,2002:map", at: event.span)
            return remember(try mapping(from: event.span, depth: depth), as: properties.anchor)
        default:
            throw YAMLError(span: event.span, message: "expected a value")
        }
    }

    private mutating func sequence(from start: SourceSpan, depth: Int) throws(YAMLError) -> Composed {
        var items: [YAMLNode] = []
        var count = 1
        var height = 1
        while true {
            let event = try reader.next()
            if case .sequenceEnd = event.kind {
                let span = SourceSpan(start: start.start, end: event.span.end)
                return Composed(node: YAMLNode(content: .sequence(items), span: span), nodes: count, height: height)
            }
            let item = try compose(event, depth: depth + 1)
            items.append(item.node)
            count += item.nodes
            height = max(height, item.height + 1)
        }
    }

    private mutating func mapping(from start: SourceSpan, depth: Int) throws(YAMLError) -> Composed {
        var entries: [YAMLEntry] = []
        var lines: [String: Int] = [:]
        var count = 1
        var height = 1
        while true {
            let event = try reader.next()
            if case .mappingEnd = event.kind {
                let span = SourceSpan(start: start.start, end: event.span.end)
                return Composed(node: YAMLNode(content: .mapping(entries), span: span), nodes: count, height: height)
            }
            let key = try compose(event, depth: depth + 1)
            let value = try compose(try reader.next(), depth: depth + 1)
            count += key.nodes + value.nodes
            height = max(height, key.height + 1, value.height + 1)
            guard case .scalar(let name) = key.node.content else {
                report(YAMLError(span: event.span, message: "a key must be a scalar, not a list or a mapping"))
                continue
            }
            if name.text == "<<", name.style == .plain {
                report(
                    YAMLError(
                        span: event.span, message: "merge keys ('<<') are not supported",
                        hint: "write the keys out, or give a whole value an anchor"))
            } else if let line = lines[name.text] {
                report(
                    YAMLError(
                        span: event.span, message: "key '\(name.text)' is written twice in this mapping",
                        hint: "the first one is in line \(line)"))
            } else {
                lines[name.text] = event.span.start.line
                entries.append(YAMLEntry(key: name, keySpan: event.span, value: value.node))
            }
        }
    }
}

extension YAMLComposer {
    private mutating func alias(_ name: String, depth: Int, at span: SourceSpan) throws(YAMLError) -> Composed {
        guard let anchored = anchors[name] else {
            let isOpen = openAnchors.contains(name)
            throw YAMLError(
                span: span,
                message: isOpen
                    ? "alias '*\(name)' refers to the value it is in" : "no anchor '&\(name)' before this alias")
        }
        nodes += anchored.nodes - 1
        try checkNodes(at: span)
        try checkDepth(depth + anchored.height - 1, at: span)
        return Composed(node: anchored.node, nodes: anchored.nodes, height: anchored.height)
    }

    private mutating func scalar(
        _ text: String, _ style: YAMLScalar.Style, tag: String?, span: SourceSpan
    ) -> YAMLScalar {
        var value = style == .plain ? CoreValue(plain: text) : .string
        switch tag {
        case nil: break
        case "!", "tag:yaml.org,2002:str": value = .string
        default: rejectTag(tag, at: span)
        }
        return YAMLScalar(text: text, style: style, value: value, raw: source.text(of: span), start: span.start)
    }

    private mutating func open(_ properties: YAMLEvent.Properties, tag: String, at span: SourceSpan) {
        if let anchor = properties.anchor { openAnchors.insert(anchor) }
        if properties.tag != nil, properties.tag != tag { rejectTag(properties.tag, at: span) }
    }

    private mutating func remember(_ composed: Composed, as anchor: String?) -> Composed {
        guard let anchor else { return composed }
        openAnchors.remove(anchor)
        anchors[anchor] = Anchored(node: composed.node, nodes: composed.nodes, height: composed.height)
        return composed
    }

    private mutating func rejectTag(_ tag: String?, at span: SourceSpan) {
        report(
            YAMLError(
                span: span, message: "tag '\(tag ?? "")' is not supported",
                hint: "leave the tag out; quotes make a string"))
    }

    private mutating func report(_ error: YAMLError) {
        if errors.count < YAMLLimits.errorsMax { errors.append(error) }
    }

    private func checkDepth(_ depth: Int, at span: SourceSpan) throws(YAMLError) {
        guard depth > YAMLLimits.depthMax else { return }
        throw YAMLError(span: span, message: "nested more than \(YAMLLimits.depthMax) levels deep")
    }

    private func checkNodes(at span: SourceSpan) throws(YAMLError) {
        guard nodes > YAMLLimits.nodesMax else { return }
        throw YAMLError(
            span: span, message: "more than \(YAMLLimits.nodesMax) values, those that aliases stand for included",
            hint: "an alias counts as often as it is used")
    }
}
