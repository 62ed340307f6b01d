// Sluice
// SPDX-License-Identifier: Apache-2.0

ScrapeBenchmark.run()
