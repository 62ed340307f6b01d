// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Platform
import Testing

@testable import LagServer

@Suite(.timeLimit(.minutes(5)))
struct DashboardTests {
    @Test func pageLoadsNothingFromElsewhere() {
        let answer = Desk().ask(.get, "/")
        #expect(answer.status == .ok && answer.header("Content-Type") == "text/html; charset=utf-8")
        #expect(answer.header("Content-Security-Policy")?.hasPrefix("default-src 'none'; ") == true)
        #expect(!answer.text.contains("://") && !answer.text.contains("innerHTML"))
        #expect(answer.text.contains("<script>\n") && answer.text.contains("</script>\n</body>"))
    }

    @Test func serverListensWhereThePlanSays() throws {
        let server = try Desk { $0.server.port = 0 }.pages.serve()
        #expect(server.url == "http://127.0.0.1:\(server.port)")
        server.stop()
        let error = #expect(throws: HTTPServerError.self) {
            try Desk { $0.server.tls = (certificate: "/nowhere/a.crt", key: "/nowhere/a.key") }.pages.serve()
        }
        #expect(error?.message.contains("'/nowhere/a.crt' cannot be read") == true)
    }

    /// What a reader sees, in a real browser over a real connection.
    @Test(.enabled(if: SystemTool.has("chromium"), "chromium is not installed"))
    func browserShowsGroupsAndRunsNoNames() throws {
        let cluster = Samples.cluster("c <b>1</b>")
        cluster.contents.withLock { contents in
            contents.reports.append(Samples.report("<img src=x onerror=document.title='broken'>", [Samples.stalled()]))
        }
        let server = try Desk([cluster], { $0.server.port = 0 }).pages.serve()
        defer { server.stop() }
        let (dom, _) = SystemTool.run(
            """
            home=$(mktemp -d)
            HOME=$home timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \\
                --user-data-dir=$home --virtual-time-budget=5000 --dump-dom \(server.url)/ 2>/dev/null
            rm -rf "$home"
            """, input: "")
        #expect(dom.contains("<h2>c &lt;b&gt;1&lt;/b&gt; (ready)</h2>"), "\(dom.suffix(3000))")
        #expect(dom.contains(#"<td class="name">g</td><td><span class="status ERR">ERR</span></td>"#))
        #expect(dom.contains(#"<td class="number">8 min</td><td class="number">+2.5/s</td>"#))
        #expect(dom.contains("&lt;img src=x onerror=document.title='broken'&gt;"))
        #expect(dom.contains("<title>Sluice: consumer lag</title>"))
        #expect(dom.contains("4 groups"))
        #expect(dom.contains(#"role="status">as of "#))
    }
}
