// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Platform
import Telemetry
import Testing

@testable import LagServer

struct MetricsTests {
    private func lines(_ desk: Desk, _ personality: String? = nil) -> [Substring] {
        let query = personality.map { [("personality", $0)] } ?? []
        return desk.text("/metrics", query: query).split(separator: "\n")
    }

    @Test func ownNamesTellWhatIsKnown() {
        let lines = lines(Desk())
        for line in [
            #"sluice_lag_group_status{cluster="c",group="g"} 3"#, #"sluice_lag_group_records{cluster="c",group="g"} 7"#,
            #"sluice_lag_group_max_records{cluster="c",group="g"} 7"#,
            #"sluice_lag_group_seconds{cluster="c",group="g"} 460.500"#,
            #"sluice_lag_group_growth_records_per_second{cluster="c",group="g"} 2.5"#,
            #"sluice_lag_group_lost_records{cluster="c",group="g"} 3"#,
            #"sluice_lag_group_members{cluster="c",group="g"} 2"#,
            #"sluice_lag_group_complete_ratio{cluster="c",group="a/b <c>\"\\ ä"} 1"#,
            #"sluice_lag_partition_status{cluster="c",group="g",topic="t",partition="0"} 5"#,
            #"sluice_lag_partition_records{cluster="c",group="g",topic="t",partition="1"} 0"#,
            #"sluice_lag_partition_seconds{cluster="c",group="g",topic="t",partition="0"} 460.500"#,
            #"sluice_lag_partition_data_loss_seconds{cluster="c",group="g",topic="t",partition="0"} 9"#,
            #"sluice_lag_log_end_offset{cluster="c",topic="t",partition="2"} 9"#,
            #"sluice_lag_collector_state{cluster="c",state="ready"} 1"#,
            #"sluice_lag_collector_state{cluster="c",state="blind"} 0"#,
            #"sluice_lag_collector_records_total{cluster="c"} 12"#,
            #"sluice_lag_collector_refresh_failures_total{cluster="c"} 2"#,
            #"sluice_lag_brokers_expected{cluster="c"} 3"#, "# TYPE sluice_lag_collector_records_total counter",
            "# TYPE sluice_lag_collector_behind_records gauge",
        ] {
            #expect(lines.contains { $0 == line }, "\(line)")
        }
        // What is not known has no series, and a family without series no head.
        #expect(!lines.contains { $0.contains(#"partition_seconds{cluster="c",group="g",topic="t",partition="1"}"#) })
        #expect(!lines.contains { $0.contains("sluice_lag_group_catch_up_seconds{cluster=\"c\",group=\"g\"}") })
        #expect(!lines.contains { $0.contains(#"log_end_offset{cluster="c",topic="t",partition="1"}"#) })
        #expect(!lines.contains { $0.contains("burrow_") || $0.contains("kminion_") })
    }

    @Test func burrowsNamesAreBurrows() {
        let lines = lines(Desk(), "burrow").filter { !$0.hasPrefix("# HELP") }
        let odd = #"cluster="c",consumer_group="a/b <c>\"\\ ä",topic="t",partition="1""#
        #expect(
            lines == [
                "# TYPE burrow_kafka_consumer_lag_total gauge",
                #"burrow_kafka_consumer_lag_total{cluster="c",consumer_group="a/b <c>\"\\ ä"} 0"#,
                #"burrow_kafka_consumer_lag_total{cluster="c",consumer_group="g"} 7"#,
                #"burrow_kafka_consumer_lag_total{cluster="c",consumer_group="h"} 0"#,
                "# TYPE burrow_kafka_consumer_status gauge",
                #"burrow_kafka_consumer_status{cluster="c",consumer_group="a/b <c>\"\\ ä"} 1"#,
                #"burrow_kafka_consumer_status{cluster="c",consumer_group="g"} 3"#,
                #"burrow_kafka_consumer_status{cluster="c",consumer_group="h"} 1"#,
                "# TYPE burrow_kafka_consumer_partition_lag gauge",
                #"burrow_kafka_consumer_partition_lag{\#(odd)} 0"#,
                #"burrow_kafka_consumer_partition_lag{cluster="c",consumer_group="g",topic="t",partition="0"} 7"#,
                #"burrow_kafka_consumer_partition_lag{cluster="c",consumer_group="g",topic="t",partition="1"} 0"#,
                "# TYPE burrow_kafka_consumer_current_offset gauge",
                #"burrow_kafka_consumer_current_offset{\#(odd)} 5"#,
                #"burrow_kafka_consumer_current_offset{cluster="c",consumer_group="g",topic="t",partition="1"} 5"#,
                "# TYPE burrow_kafka_topic_partition_status gauge",
                #"burrow_kafka_topic_partition_status{\#(odd)} 1"#,
                #"burrow_kafka_topic_partition_status{cluster="c",consumer_group="g",topic="t",partition="1"} 1"#,
                "# TYPE burrow_kafka_topic_partition_offset gauge",
                #"burrow_kafka_topic_partition_offset{cluster="c",topic="t",partition="0"} 9"#,
                #"burrow_kafka_topic_partition_offset{cluster="c",topic="t",partition="2"} 9"#,
            ])
    }

    @Test(arguments: [
        ("kafka_exporter", "kafka_brokers 2"),
        ("kafka_exporter", #"kafka_broker_info{id="1",address="kafka-1:9092"} 1"#),
        ("kafka_exporter", #"kafka_topic_partitions{topic="t"} 3"#),
        ("kafka_exporter", #"kafka_topic_partition_leader{topic="t",partition="1"} -1"#),
        ("kafka_exporter", #"kafka_topic_partition_leader_is_preferred{topic="t",partition="0"} 1"#),
        ("kafka_exporter", #"kafka_topic_partition_under_replicated_partition{topic="t",partition="0"} 1"#),
        ("kafka_exporter", #"kafka_topic_partition_oldest_offset{topic="t",partition="2"} 1"#),
        ("kafka_exporter", #"kafka_consumergroup_lag{consumergroup="g",topic="t",partition="0"} 7"#),
        ("kafka_exporter", #"kafka_consumergroup_current_offset_sum{consumergroup="g",topic="t"} 7"#),
        ("kafka_exporter", #"kafka_consumergroup_lag_sum{consumergroup="g",topic="t"} 7"#),
        ("kafka_exporter", #"kafka_consumergroup_members{consumergroup="g"} 2"#),
        (
            "kafka_lag_exporter",
            #"kafka_consumergroup_group_lag_seconds{cluster_name="c",group="g",topic="t",partition="0","#
                + #"member_host="/10.0.0.1",consumer_id="",client_id="app-1"} 460.500"#
        ), ("kafka_lag_exporter", #"kafka_consumergroup_group_max_lag_seconds{cluster_name="c",group="g"} 460.500"#),
        ("kafka_lag_exporter", #"kafka_consumergroup_group_topic_sum_lag{cluster_name="c",group="g",topic="t"} 7"#),
        ("kafka_lag_exporter", #"kafka_partition_latest_offset{cluster_name="c",topic="t",partition="0"} 9"#),
        ("kminion", "kminion_exporter_offset_consumer_records_consumed_total 12"),
        (
            "kminion",
            #"kminion_kafka_broker_info{address="kafka-2",broker_id="2",is_controller="true",port="9093",rack_id=""} 1"#
        ),
        (
            "kminion",
            #"kminion_kafka_cluster_info{broker_count="2",cluster_id="id",cluster_version="",controller_id="2"} 1"#
        ),
        (
            "kminion",
            #"kminion_kafka_topic_info{cleanup_policy="",partition_count="3",replication_factor="2",topic_name="t"} 1"#
        ), ("kminion", #"kminion_kafka_topic_high_water_mark_sum{topic_name="t"} 18"#),
        (
            "kminion",
            #"kminion_kafka_consumer_group_topic_partition_lag{group_id="g",topic_name="t",partition_id="0"} 7"#
        ),
        ("kminion", #"kminion_kafka_consumer_group_topic_assigned_partitions{group_id="g",topic_name="t"} 1"#),
        (
            "kminion",
            #"kminion_kafka_consumer_group_info{coordinator_id="1",group_id="g",protocol="",protocol_type="consumer","#
                + #"state="Stable"} 1"#
        ),
    ])
    func personalityHasItsNames(name: String, line: String) {
        let lines = lines(Desk(), name)
        #expect(lines.contains { $0 == line }, "\(lines.joined(separator: "\n"))")
        #expect(!lines.contains { $0.contains("sluice_lag") })
    }

    @Test func neverCommittedIsMinusOneForKafkaExporterOnly() {
        let cluster = FakeCluster("c") { contents in
            let window = PartitionWindow(topic: "t", partition: 0, slots: [], brokerOffsets: [4], currentLag: 4)
            let partition = PartitionReport(
                window: window, status: .ok, complete: 0, currentLag: 4, trace: RuleTrace())
            contents.reports = [Samples.report("g", [partition])]
        }
        let desk = Desk([cluster])
        #expect(
            lines(desk, "kafka_exporter").contains { $0.hasPrefix("kafka_consumergroup_lag{") && $0.hasSuffix(" -1") })
        #expect(!lines(desk, "kafka_lag_exporter").contains { $0.hasPrefix("kafka_consumergroup_group_lag{") })
    }

    @Test func configurationAddsPersonalitiesAndTheQueryChooses() {
        let desk = Desk { $0.server.personalities = [.burrow, .kminion] }
        let all = desk.text("/metrics")
        #expect(all.contains("sluice_lag_") && all.contains("burrow_kafka") && all.contains("kminion_"))
        #expect(!all.contains("kafka_consumergroup_lag"))
        let two = desk.text("/metrics", query: [("personality", "sluice,kafka_exporter")])
        #expect(two.contains("sluice_lag_") && two.contains("kafka_consumergroup_lag") && !two.contains("burrow_"))
        #expect(desk.ask(.get, "/metrics", query: [("personality", "zabbix")]).status == .badRequest)
        #expect(desk.ask(.get, "/metrics", query: [("cluster", "x")]).status == .notFound)
    }

    @Test func severalClustersAreToldApartEverywhere() {
        let desk = Desk([Samples.cluster("one"), Samples.cluster("two")])
        for name in MetricsPage.names {
            let series = lines(desk, name).filter { !$0.hasPrefix("#") }.map { line in
                line[..<(line.lastIndex(of: " ") ?? line.endIndex)]
            }
            #expect(series.count > 10)
            #expect(Set(series).count == series.count, "\(name)")
        }
        let chosen = desk.text("/metrics", query: [("personality", "kafka_exporter"), ("cluster", "two")])
        #expect(chosen.contains("kafka_brokers 2\n"))
    }

    @Test func eachClusterIsAskedOncePerRuleSet() {
        let cluster = Samples.cluster()
        let desk = Desk([cluster]) { $0.server.personalities = Set(ServerPlan.Personality.allCases) }
        _ = desk.text("/metrics")
        #expect(cluster.contents.withLock { $0.judged } == 2)
    }

    @Test func groupsHaveNoSeriesUntilTheClusterIsRead() {
        let cluster = Samples.cluster()
        let desk = Desk([cluster]) { $0.server.personalities = Set(ServerPlan.Personality.allCases) }
        cluster.contents.withLock { $0.state = .catchingUp(left: 77) }
        let text = desk.text("/metrics")
        #expect(!text.contains("group=\"g\"") && !text.contains("group_id=\"g\""))
        #expect(text.contains(#"sluice_lag_collector_left_records{cluster="c"} 77"#))
        cluster.contents.withLock { $0.state = .blind("x") }
        #expect(desk.text("/metrics").contains(#"sluice_lag_group_status{cluster="c",group="g"} 7"#))
    }

    @Test func detailCanStopAtGroups() {
        let desk = Desk { $0.server.metricDetail = .group }
        let own = desk.text("/metrics")
        #expect(own.contains("sluice_lag_group_records") && !own.contains("sluice_lag_partition"))
        #expect(!lines(desk, "kminion").contains { $0.contains("partition_id=") })
    }

    @Test(.enabled(if: SystemTool.has("promtool"), "promtool is not installed"))
    func promtoolFindsNothingToComplain() {
        let registry = MetricsRegistry()
        registry.counter("sluice_lag_test_total", "A counter of the process.").add(1)
        let text = Desk([Samples.cluster("one"), Samples.cluster("two")], registry: registry).text("/metrics")
        #expect(text.contains("sluice_lag_test_total 1"))
        #expect(SystemTool.run("promtool check metrics", input: text) == ("", 0))
    }

    /// Lint may complain about the names of others, the parser may not.
    @Test(
        .enabled(if: SystemTool.has("promtool"), "promtool is not installed"),
        arguments: ServerPlan.Personality.allCases.map(\.rawValue))
    func promtoolParsesThePersonality(name: String) {
        let text = Desk().text("/metrics", query: [("personality", name)])
        let (output, status) = SystemTool.run("promtool check metrics", input: text)
        #expect(status == 0 || status == 3, "\(output)")
        #expect(!output.contains("parsing"), "\(output)")
    }
}
