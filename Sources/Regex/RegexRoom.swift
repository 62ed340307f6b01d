// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Placeholder of the target until its first file.
enum RegexRoom {}
