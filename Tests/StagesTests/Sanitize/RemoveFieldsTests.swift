// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing

struct RemoveFieldsTests {
    @Test(arguments: [
        ("{}", "{}"), ("{\"a\":1}", "{}"), ("{\"a\":1,\"b\":2}", "{\"b\":2}"),
        ("{\"b\":2,\"a\":{\"x\":1}}", "{\"b\":2}"),
        ("{\"u\":{\"n\":1,\"m\":2}}", "{\"u\":{\"m\":2}}"), ("{\"u\":5}", "{\"u\":5}"),
        ("{\"u\":{\"n\":1}}", "{\"u\":{}}"),
        ("{\"a\":1,\"a\":2}", "{}"), ("{\"\\u0061\":1}", "{}"),
    ])
    func fieldsAreTakenOut(payload: String, record: String) throws {
        #expect(try PipelineDriver(sanitize: "[{remove: {fields: [a, u.n]}}]").record(payload) == record)
    }
}
