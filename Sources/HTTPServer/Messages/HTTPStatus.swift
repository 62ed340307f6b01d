// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The number that begins an answer.
package struct HTTPStatus: Hashable, Sendable {
    package let code: UInt32

    package init(_ code: UInt32) {
        precondition((200...599).contains(code), "\(code) is no final status")
        self.code = code
    }

    package static let ok = HTTPStatus(200)
    package static let noContent = HTTPStatus(204)
    package static let movedPermanently = HTTPStatus(301)
    package static let found = HTTPStatus(302)
    package static let notModified = HTTPStatus(304)
    package static let permanentRedirect = HTTPStatus(308)
    package static let badRequest = HTTPStatus(400)
    package static let unauthorized = HTTPStatus(401)
    package static let forbidden = HTTPStatus(403)
    package static let notFound = HTTPStatus(404)
    package static let methodNotAllowed = HTTPStatus(405)
    package static let contentTooLarge = HTTPStatus(413)
    package static let internalError = HTTPStatus(500)
    package static let unavailable = HTTPStatus(503)
}
