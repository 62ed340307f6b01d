// Sluice
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdlib.h>
#include <isa-l/crc64.h>
#include <isa-l/igzip_lib.h>

// isal_zstream holds arrays of 64 KiB, which Swift would import as tuples of as many elements: the functions below
// keep the stream opaque to it.

// Bytes of work memory that a level (0...3) asks for at its fastest setting; 0 for a level that does not exist.
static inline uint32_t sluice_igzip_work_size(uint32_t level) {
    switch (level) {
    case 0: return ISAL_DEF_LVL0_DEFAULT;
    case 1: return ISAL_DEF_LVL1_EXTRA_LARGE;
    case 2: return ISAL_DEF_LVL2_EXTRA_LARGE;
    case 3: return ISAL_DEF_LVL3_EXTRA_LARGE;
    default: return 0;
    }
}

// Allocates a stream and its work memory as one block; free() releases it. Null without memory.
static inline void *sluice_igzip_create(uint32_t level) {
    return calloc(1, sizeof(struct isal_zstream) + sluice_igzip_work_size(level));
}

// Writes one gzip member with the whole input. The member's size, or a negative code: ISA-L's, or -100 where the
// output is too small.
static inline int64_t sluice_igzip_member(void *memory, uint32_t level, const uint8_t *input, uint32_t input_size,
                                          uint8_t *output, uint32_t output_size) {
    struct isal_zstream *stream = (struct isal_zstream *)memory;
    isal_deflate_init(stream);
    stream->level = level;
    stream->level_buf = (uint8_t *)(stream + 1);
    stream->level_buf_size = sluice_igzip_work_size(level);
    stream->gzip_flag = IGZIP_GZIP;
    stream->end_of_stream = 1;
    stream->flush = NO_FLUSH;
    stream->next_in = (uint8_t *)input;
    stream->avail_in = input_size;
    stream->next_out = output;
    stream->avail_out = output_size;
    int result = isal_deflate(stream);
    if (result != COMP_OK) return result < 0 ? result : -99;
    if (stream->avail_in != 0 || stream->internal_state.state != ZSTATE_END) return -100;
    return (int64_t)stream->total_out;
}
