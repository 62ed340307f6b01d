// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The page at `/`: one text without outside parts. Names from Kafka get into it as text nodes only.
enum DashboardPage {
    static let html = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sluice: consumer lag</title>
        <style>\(style)</style>
        </head>
        <body>
        <header><h1>Consumer lag</h1><p id="note" role="status">loading</p></header>
        <form id="filters">
        <label>Group begins with <input id="prefix" autocomplete="off"></label>
        <label>Status <select id="status"><option value="">all</option>
        <option value="WARN,ERR,STOP,STALL,REWIND,UNKNOWN">not OK</option></select></label>
        <label hidden id="tokens">Token <input id="token" type="password" autocomplete="off"></label>
        </form>
        <main id="clusters"></main>
        <noscript>This page needs JavaScript; the numbers are at <a href="/v1/clusters">/v1/clusters</a>.</noscript>
        <script>\(script)</script>
        </body>
        </html>

        """

    private static let style = """

        :root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; }
        body { margin: 1rem auto; max-width: 75rem; padding: 0 1rem; }
        header { display: flex; align-items: baseline; gap: 1.5rem; }
        h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; }
        form { display: flex; flex-wrap: wrap; gap: 1rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { padding: .25rem .6rem; text-align: left; border-bottom: 1px solid #8884; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
        td.name { overflow-wrap: anywhere; }
        .status { display: inline-block; min-width: 6.5rem; padding: 0 .4rem; border-left: .5rem solid #888; }
        .OK { border-color: #2a8a3e; } .WARN { border-color: #c98a00; }
        .ERR, .STOP, .STALL, .REWIND { border-color: #c62828; }

        """

    private static let script = """

        "use strict";
        const byID = name => document.getElementById(name);
        const cell = (row, text, kind) => {
          const made = row.insertCell();
          made.textContent = text;
          if (kind) made.className = kind;
          return made;
        };
        const span = ms => {
          if (ms === null) return "?";
          const s = Math.round(ms / 1000);
          if (s < 120) return s + " s";
          if (s < 7200) return Math.round(s / 60) + " min";
          return s < 172800 ? Math.round(s / 3600) + " h" : Math.round(s / 86400) + " d";
        };
        const count = n => n.toLocaleString("en");
        const growth = v => v === null ? "?" : (v > 0 ? "+" : "") + v.toFixed(1) + "/s";
        async function ask(path) {
          const token = byID("token").value;
          const answer = await fetch(path, { headers: token ? { Authorization: "Bearer " + token } : {} });
          if (answer.status === 401) {
            byID("tokens").hidden = false;
            throw new Error("a token is needed");
          }
          if (!answer.ok) throw new Error(path + ": " + answer.status);
          return answer.json();
        }
        function table(page) {
          const made = document.createElement("table");
          const head = made.createTHead().insertRow();
          const titles = ["Group", "Status", "Lag", "Time lag", "Growth", "Caught up in", "Worst partition", "Lost"];
          titles.forEach((title, index) => {
            const th = document.createElement("th");
            th.scope = "col";
            th.textContent = title;
            if (index > 1 && index !== 6) th.className = "number";
            head.append(th);
          });
          const body = made.createTBody();
          for (const group of page.groups) {
            const row = body.insertRow();
            cell(row, group.group, "name");
            const status = document.createElement("span");
            status.className = "status " + group.status;
            status.textContent = group.status;
            cell(row, "").append(status);
            cell(row, count(group.total_lag), "number");
            cell(row, span(group.time_lag_ms), "number");
            cell(row, growth(group.velocity), "number");
            cell(row, group.catch_up_ms === null ? "?" : span(group.catch_up_ms), "number");
            const worst = group.worst;
            cell(row, worst ? worst.topic + "/" + worst.partition + ": " + count(worst.lag) : "", "name");
            cell(row, group.lost_records ? count(group.lost_records) : "", "number");
          }
          return made;
        }
        async function section(cluster) {
          const query = new URLSearchParams({ limit: "500", prefix: byID("prefix").value });
          if (byID("status").value) query.set("status", byID("status").value);
          const page = await ask("/v1/clusters/" + encodeURIComponent(cluster.name) + "/groups?" + query);
          const made = document.createElement("section");
          const title = document.createElement("h2");
          const reason = cluster.reason ? ": " + cluster.reason : "";
          title.textContent = cluster.name + " (" + cluster.state + reason + ")";
          const more = document.createElement("p");
          more.textContent = page.next_page_token === null ? page.matching + " groups"
            : "the first " + page.groups.length + " of " + page.matching + " groups";
          made.append(title, table(page), more);
          return made;
        }
        let round = 0;
        let timer = 0;
        async function refresh() {
          const own = ++round;
          clearTimeout(timer);
          try {
            const list = await ask("/v1/clusters");
            const sections = await Promise.all(list.clusters.map(section));
            if (own !== round) return;
            byID("clusters").replaceChildren(...sections);
            byID("note").textContent = "as of " + new Date().toLocaleTimeString();
          } catch (error) {
            if (own === round) byID("note").textContent = "no news: " + error.message;
          }
          if (own === round) timer = setTimeout(refresh, 10000);
        }
        byID("filters").addEventListener("input", refresh);
        byID("filters").addEventListener("submit", event => event.preventDefault());
        refresh();

        """
}
