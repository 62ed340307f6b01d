// Sluice
// SPDX-License-Identifier: Apache-2.0

#ifndef SLUICE_LIBFUZZER_H
#define SLUICE_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

// libFuzzer's way in for programs that have a main of their own (compiler-rt, FuzzerInterface.h).
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test_one)(const uint8_t *data, size_t size));

#endif
