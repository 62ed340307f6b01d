// Sluice
// SPDX-License-Identifier: Apache-2.0
//
// What the sanitizers are told, linked into the programs that scripts/sanitize builds: tests start `sluice` with an
// environment of their own, so that variables would not reach it. REPORTS is the path that reports begin with.

// The address sanitizer ends the process at its first finding, the thread sanitizer tells them all. Leaks: Swift keeps
// metadata and lazy globals for ever, and librdkafka what it has handed to a process that ends.
const char *__asan_default_options(void) { return "detect_leaks=0:halt_on_error=1:log_path=" REPORTS; }

const char *__tsan_default_options(void) {
    return "halt_on_error=0:exitcode=66:second_deadlock_stack=1:history_size=4:log_path=" REPORTS;
}

const char *__tsan_default_suppressions(void) { return ""; }
