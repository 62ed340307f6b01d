// swift-tools-version: 6.2
// Sluice
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// Settings that every target shares.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
]

/// Targets that hold unsafe code: each unsafe use is marked and says who owns the memory.
let unsafeSettings = settings + [.strictMemorySafety()]

/// Targets on the data path. Exclusivity checks on class state cost 1.75x there, calls between modules that could be
/// inlined 1.07x (see docs/adr/0001).
let hotFlags = SwiftSetting.unsafeFlags(
    ["-enforce-exclusivity=unchecked", "-cross-module-optimization"], .when(configuration: .release))
let hotSettings = settings + [hotFlags]
let hotUnsafeSettings = unsafeSettings + [hotFlags]

/// A C library of the system: its module map and nothing else.
func library(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
    name: "sluice",
    products: [
        .executable(name: "sluice", targets: ["sluice"]),
        .library(
            name: "SluiceDataPath",
            targets: ["Platform", "Records", "Expressions", "Compression", "Topology", "Stages", "Sinks"]),
        .library(name: "SluiceLagBenchmarks", targets: ["LagBenchmarks"]),
        .library(name: "SluiceOutliers", targets: ["Outliers"]),
    ],
    targets: [
        library("CRdKafka", pkgConfig: "rdkafka", apt: "librdkafka-dev"),
        library("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        library("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
        library("CISAL", pkgConfig: "libisal", apt: "libisal-dev"),
        library("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        library("CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
        library("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        library("CCURL", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        library("CPCRE2", pkgConfig: "libpcre2-8", apt: "libpcre2-dev"),

        .target(name: "Platform", swiftSettings: settings),
        .target(name: "Records", swiftSettings: hotUnsafeSettings),
        .target(name: "Expressions", dependencies: ["Records"], swiftSettings: hotSettings),
        .target(name: "YAML", dependencies: ["CYAML"], swiftSettings: settings),
        .target(
            name: "Topology", dependencies: ["Expressions", "Platform", "Records", "YAML"], swiftSettings: settings),
        .target(name: "Compression", dependencies: ["CISAL", "CZlib", "CZstd"], swiftSettings: settings),
        .target(name: "KafkaClient", dependencies: ["CRdKafka", "Platform"], swiftSettings: hotUnsafeSettings),
        .target(name: "Telemetry", swiftSettings: settings),
        .target(name: "Outliers", swiftSettings: hotSettings),
        .target(name: "HTTPServer", dependencies: ["CMicroHTTPD"], swiftSettings: settings),
        .target(
            name: "Stages", dependencies: ["Expressions", "Platform", "Records", "Topology"],
            swiftSettings: hotSettings),
        .target(
            name: "Sinks", dependencies: ["Compression", "KafkaClient", "Platform", "Records", "Topology"],
            swiftSettings: hotSettings),
        .target(
            name: "Runtime",
            dependencies: ["KafkaClient", "Platform", "Records", "Sinks", "Stages", "Telemetry", "Topology"],
            swiftSettings: hotSettings),
        .target(
            name: "ControlPlane", dependencies: ["HTTPServer", "Platform", "Runtime", "Telemetry"],
            swiftSettings: settings),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: settings),
        .target(name: "Regex", dependencies: ["CPCRE2"], swiftSettings: settings),
        .target(
            name: "LagMonitor", dependencies: ["KafkaClient", "Platform", "Regex", "SQLite", "Telemetry"],
            swiftSettings: hotSettings),
        .target(
            name: "LagBenchmarks", dependencies: ["LagMonitor"], path: "Benchmarks/LagBenchmarks",
            swiftSettings: hotSettings),
        .target(
            name: "LagServer", dependencies: ["HTTPServer", "LagMonitor", "Platform", "Telemetry"],
            swiftSettings: settings),
        .target(name: "HTTPClient", dependencies: ["CCURL"], swiftSettings: settings),
        .target(
            name: "MonitorFile", dependencies: ["LagMonitor", "Platform", "Regex", "Terminal", "Topology", "YAML"],
            swiftSettings: settings),
        .target(name: "Terminal", swiftSettings: settings),
        .target(name: "Generator", swiftSettings: settings),
        .target(
            name: "SluiceTesting", dependencies: ["Compression", "KafkaClient", "Platform", "Runtime", "Sinks"],
            swiftSettings: hotSettings),
        .executableTarget(name: "Simulation", dependencies: ["Sinks", "SluiceTesting"], swiftSettings: hotSettings),
        .executableTarget(
            name: "sluice",
            dependencies: [
                "Compression", "ControlPlane", "Generator", "HTTPClient", "HTTPServer", "KafkaClient", "LagMonitor",
                "LagServer", "MonitorFile", "Outliers", "Platform", "Records", "Runtime", "Sinks", "Stages",
                "Telemetry", "Terminal", "Topology",
            ],
            resources: [.embedInCode("Resources/app-requests.yaml")],
            swiftSettings: settings),

        .testTarget(name: "PlatformTests", dependencies: ["Platform", "SluiceTesting"], swiftSettings: settings),
        .testTarget(name: "RecordsTests", dependencies: ["Records", "SimdjsonOracle"], swiftSettings: settings),
        .testTarget(name: "ExpressionsTests", dependencies: ["Expressions", "Records"], swiftSettings: settings),
        .testTarget(name: "YAMLTests", dependencies: ["YAML"], swiftSettings: settings),
        .testTarget(
            name: "TopologyTests",
            dependencies: ["Expressions", "Platform", "Records", "Sinks", "Stages", "Topology", "YAML"],
            exclude: ["Golden"], swiftSettings: settings),
        .testTarget(name: "CompressionTests", dependencies: ["Compression"], swiftSettings: settings),
        .testTarget(
            name: "KafkaClientTests", dependencies: ["CRdKafka", "KafkaClient", "SluiceTesting"],
            swiftSettings: settings),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry"], swiftSettings: settings),
        .testTarget(
            name: "HTTPClientTests", dependencies: ["HTTPClient", "HTTPServer"], swiftSettings: settings),
        .testTarget(name: "OutliersTests", dependencies: ["Outliers"], swiftSettings: settings),
        .testTarget(name: "HTTPServerTests", dependencies: ["HTTPServer"], swiftSettings: settings),
        .testTarget(
            name: "StagesTests", dependencies: ["Records", "Stages", "Topology"], swiftSettings: settings),
        .testTarget(
            name: "SinksTests",
            dependencies: [
                "Compression", "KafkaClient", "Platform", "Records", "Sinks", "SluiceTesting", "Topology", "YAML",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RuntimeTests",
            dependencies: [
                "Compression", "ControlPlane", "HTTPServer", "KafkaClient", "Platform", "Records", "Runtime", "Sinks",
                "SluiceTesting", "Stages", "Telemetry", "Topology",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "SimulationTests", dependencies: ["Platform", "Sinks", "SluiceTesting"], swiftSettings: settings),
        .testTarget(name: "SQLiteTests", dependencies: ["SQLite"], swiftSettings: settings),
        .testTarget(name: "RegexTests", dependencies: ["Regex"], swiftSettings: settings),
        .testTarget(
            name: "LagMonitorTests",
            dependencies: [
                "KafkaClient", "LagMonitor", "Platform", "Regex", "SQLite", "Sinks", "SluiceTesting", "Telemetry",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "LagServerTests", dependencies: ["HTTPServer", "LagMonitor", "LagServer", "Platform", "Telemetry"],
            swiftSettings: settings),
        .testTarget(
            name: "MonitorFileTests",
            dependencies: ["LagMonitor", "MonitorFile", "Platform", "Regex", "Topology", "YAML"],
            exclude: ["Golden"], swiftSettings: settings),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal"], swiftSettings: settings),
        .testTarget(name: "GeneratorTests", dependencies: ["Generator"], swiftSettings: settings),
        .testTarget(name: "TidyTests", swiftSettings: settings),
        .testTarget(
            name: "CommandTests", dependencies: ["KafkaClient", "Platform", "SluiceTesting"], swiftSettings: settings),

        // simdjson judges the record scanner in tests; the product never links it.
        .target(
            name: "SimdjsonOracle", path: "Tests/SimdjsonOracle",
            linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// The fuzz targets: only for `scripts/fuzz`, which sets the variable to the path of libFuzzer's archive. They belong to
// this package because they call what is `package`; a nested one would have to pass for this one. Instrumentation comes
// with the command line, for all targets. The archive is the one without a main: the package manager renames that of an
// executable, which `-sanitize=fuzzer` cannot link.
if let libFuzzer = Context.environment["SLUICE_LIBFUZZER"] {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Fuzzing/CLibFuzzer"),
        .executableTarget(
            name: "SluiceFuzz",
            dependencies: [
                "CLibFuzzer", "Expressions", "LagMonitor", "Platform", "Records", "Sinks", "Stages", "Topology",
            ],
            path: "Fuzzing/Sources", swiftSettings: settings,
            linkerSettings: [.unsafeFlags([libFuzzer]), .linkedLibrary("stdc++")]),
    ]
}

// The benchmark of the lag monitor: only for `Benchmarks/monitor.sh`. It belongs to this package as the fuzzers do.
if Context.environment["SLUICE_MONITOR_BENCH"] != nil {
    package.targets += [
        .executableTarget(
            name: "sluice-monitor-bench", dependencies: ["HTTPServer", "LagMonitor", "LagServer"],
            path: "Benchmarks/Monitor", swiftSettings: settings)
    ]
}
