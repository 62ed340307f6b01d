// Sluice
// SPDX-License-Identifier: Apache-2.0

#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What simdjson says about a text; `dump` holds the values in a form of our own and is freed by the caller.
typedef struct {
    int accepted;
    /// Refused because of a number: against the grammar, or past 64 bits or a double, which simdjson does not tell
    /// apart.
    int refusedForNumber;
    char *dump;
    size_t dumpLength;
} OracleAnswer;

/// Parses a text. The dump names each value by a letter: n null, t true, f false, i integer, d bits of a double,
/// s length:bytes, [ elements ], { s name value ... }. Of members with the same name the last one is kept, in its
/// place.
OracleAnswer oracle_parse(const uint8_t *text, size_t length);

#ifdef __cplusplus
}
#endif
