// Sluice
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <zlib.h>

// inflateInit2 is a macro. 31: a window of 32 KiB, and gzip members only.
static inline int sluice_gzip_inflate_init(z_stream *stream) { return inflateInit2(stream, 31); }
