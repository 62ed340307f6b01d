// swift-tools-version: 6.2
// Sluice
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// A package of its own, so that building the product never builds its benchmarks. It sees the public interface only.
let package = Package(
    name: "sluice-benchmarks",
    dependencies: [.package(name: "sluice", path: "..")],
    targets: [
        .executableTarget(
            name: "sluice-bench",
            dependencies: [
                .product(name: "SluiceDataPath", package: "sluice"),
                .product(name: "SluiceLagBenchmarks", package: "sluice"),
                .product(name: "SluiceOutliers", package: "sluice"),
            ],
            path: "Sources/SluiceBenchmarks",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableExperimentalFeature("Lifetimes"),
                // As the targets on the data path.
                .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
            ])
    ],
    swiftLanguageModes: [.v6]
)
