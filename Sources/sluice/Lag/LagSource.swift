// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HTTPClient
import HTTPServer
import LagServer

/// Where `sluice lag` asks API v1: a monitor that runs, or the one that the command itself is. Blocks.
struct LagSource: Sendable {
    /// Why there is no answer.
    enum Failure: Error {
        /// The cluster or the group is not there.
        case unknown(String)
        /// The offsets are not all read yet.
        case catchingUp(String)
        case failed(String)
    }

    private let ask:
        @Sendable (_ path: String, _ query: [(name: String, value: String)]) throws(Failure) -> (Int, [UInt8])

    /// A running monitor.
    init(url: String, token: String?) {
        // As OpenSSL's tools and curl have it, for a monitor with a certificate of the house.
        let client = HTTPClient(authorities: ProcessEnvironment.variables["SSL_CERT_FILE"])
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        ask = { path, query throws(Failure) in
            let text = query.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
            do throws(HTTPClientError) {
                let response = try client.get(base + path + (text.isEmpty ? "" : "?\(text)"), token: token)
                return (response.status, response.body)
            } catch {
                throw .failed(error.message)
            }
        }
    }

    /// Pages of this process.
    init(_ pages: LagPages) {
        ask = { path, query throws(Failure) in
            // Tokens guard the network; who runs the command holds the plan.
            let request = HTTPRequest(method: .get, path: path, rawPath: path, query: HTTPFields(query))
            let response = pages.answer(request)
            return (Int(response.status.code), response.body)
        }
    }

    /// The names of the watched clusters.
    func clusters() throws(Failure) -> [String] {
        struct Page: Decodable {
            struct Cluster: Decodable { let name: String }
            let clusters: [Cluster]
        }
        return try get(Page.self, "/v1/clusters").clusters.map(\.name)
    }

    /// All groups of a cluster in short, by name.
    func groups(of cluster: String) throws(Failure) -> [JSONTree] {
        struct Page: Decodable {
            let state: String
            let groups: [JSONTree]
            let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case state, groups
                case nextPageToken = "next_page_token"
            }
        }
        var groups: [JSONTree] = []
        var token: String?
        repeat {
            let query = token.map { [(name: "page_token", value: $0)] } ?? []
            let page = try get(Page.self, "/v1/clusters/\(Self.escaped(cluster))/groups", query)
            groups += page.groups
            token = page.nextPageToken
        } while token != nil
        return groups
    }

    /// Everything about a group.
    func group(_ group: String, of cluster: String) throws(Failure) -> JSONTree {
        try get(JSONTree.self, "/v1/clusters/\(Self.escaped(cluster))/groups/\(Self.escaped(group))")
    }

    private func get<Page: Decodable>(
        _ type: Page.Type, _ path: String, _ query: [(name: String, value: String)] = []
    ) throws(Failure) -> Page {
        let (status, body) = try ask(path, query)
        guard status == 200 else {
            let problem = try? JSONDecoder().decode(JSONTree.self, from: Data(body))
            let message = problem?["message"]?.text ?? problem?["error"]?["message"]?.text ?? "status \(status)"
            let code = problem?["code"]?.text ?? problem?["error"]?["code"]?.text
            if code == "catching_up" { throw .catchingUp(message) }
            if status == 404 { throw .unknown(message) }
            throw .failed("\(path): \(message)")
        }
        guard let page = try? JSONDecoder().decode(type, from: Data(body)) else {
            throw .failed("\(path): the answer is not that of a lag monitor")
        }
        return page
    }

    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
