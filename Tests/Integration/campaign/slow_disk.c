// Sluice
// SPDX-License-Identifier: Apache-2.0

// A test's disk that is slow or fails: fsync and fdatasync ask the file that SLUICE_SLOW_DISK names how many
// milliseconds to wait and in how many cases of a hundred to fail with EIO ("300 0"). No file: as ever.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int meddle(void) {
    const char *path = getenv("SLUICE_SLOW_DISK");
    FILE *file = path ? fopen(path, "r") : NULL;
    int delay = 0, failing = 0;
    if (!file) return 0;
    if (fscanf(file, "%d %d", &delay, &failing) < 1) delay = 0;
    fclose(file);
    struct timespec wait = {delay / 1000, (delay % 1000) * 1000000L};
    nanosleep(&wait, NULL);
    return failing > 0 && rand() % 100 < failing;
}

static int synchronize(const char *name, int descriptor) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (meddle()) {
        errno = EIO;
        return -1;
    }
    return real(descriptor);
}

int fsync(int descriptor) { return synchronize("fsync", descriptor); }

int fdatasync(int descriptor) { return synchronize("fdatasync", descriptor); }
