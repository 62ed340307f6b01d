// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Gives each request to the function of its path and method: 404 for an unknown path, 405 for an unknown method.
package struct HTTPRouter: Sendable {
    package typealias Handler = @Sendable (HTTPRequest) -> HTTPResponse

    private var routes: [String: [HTTPMethod: Handler]] = [:]

    package init() {}

    /// Answers GET, and HEAD with the same headers and no body.
    package mutating func get(_ path: String, _ handler: @escaping Handler) { add(.get, path, handler) }

    package mutating func post(_ path: String, _ handler: @escaping Handler) { add(.post, path, handler) }

    package mutating func add(_ method: HTTPMethod, _ path: String, _ handler: @escaping Handler) {
        precondition(path.hasPrefix("/"), "'\(path)' does not begin with a slash")
        precondition(routes[path]?[method] == nil, "\(method) \(path) is there twice")
        routes[path, default: [:]][method] = handler
    }

    /// The answer to a request.
    package func respond(to request: HTTPRequest) -> HTTPResponse {
        guard let methods = routes[request.path] else {
            return .text("nothing is at this path\n", status: .notFound)
        }
        let method = request.method == .head && methods[.head] == nil ? .get : request.method
        if let handler = methods[method] { return handler(request) }
        var names = Set(methods.keys.map(\.name))
        if names.contains("GET") { names.insert("HEAD") }
        var response = HTTPResponse.text("the method does not fit this path\n", status: .methodNotAllowed)
        response.headers.append(("Allow", names.sorted().joined(separator: ", ")))
        return response
    }
}
