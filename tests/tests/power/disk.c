// A library to be loaded before the C library (LD_PRELOAD): it writes down, in their order, what a program does to the
// files whose names begin with DISK_FILES, when it syncs them or the folder that they are in, and what it says on its
// standard output. The notes go to the file DISK_NOTES. Of a note, all numbers are little-endian:
//
//     kind (1 byte), length of the name (4), name, offset or size (8), length of the data (4), data
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITE = 'w', TRUNCATE = 't', SYNC_BEGINS = 'b', SYNC_ENDS = 'e', REMOVE = 'r', SAY = 's' };

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static int notes = -1;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static void put(const void *data, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    const char *rest = data;
    while (length > 0) {
        ssize_t written = real(notes, rest, length);
        if (written <= 0) abort();
        rest += written;
        length -= (size_t)written;
    }
}

// The caller has the order.
static void note(char kind, const char *name, uint64_t at, const void *data, uint32_t length) {
    if (notes < 0) {
        const char *path = getenv("DISK_NOTES");
        if (!path || (notes = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) < 0) abort();
    }
    uint32_t of_name = (uint32_t)strlen(name);
    char head[5 + PATH_MAX + 12];
    head[0] = kind;
    memcpy(head + 1, &of_name, 4);
    memcpy(head + 5, name, of_name);
    memcpy(head + 5 + of_name, &at, 8);
    memcpy(head + 13 + of_name, &length, 4);
    put(head, 17 + of_name);
    if (length > 0) put(data, length);
}

static int is_watched(const char *name) {
    const char *files = getenv("DISK_FILES");
    size_t length = strlen(name);
    // What SQLite keeps beside the log is memory: it is made anew.
    int is_memory = length >= 4 && strcmp(name + length - 4, "-shm") == 0;
    if (!files || is_memory) return 0;
    int is_folder = strncmp(name, files, length) == 0 && files[length] == '/' && !strchr(files + length + 1, '/');
    return is_folder || strncmp(name, files, strlen(files)) == 0;
}

// The name of an open file that is watched.
static const char *watched(int file, char name[PATH_MAX]) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, PATH_MAX - 1);
    if (length <= 0) return NULL;
    name[length] = 0;
    return is_watched(name) ? name : NULL;
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    char name[PATH_MAX];
    if (!watched(file, name)) return real(file, data, length, at);
    pthread_mutex_lock(&order);
    ssize_t written = real(file, data, length, at);
    if (written > 0) note(WRITE, name, (uint64_t)at, data, (uint32_t)written);
    pthread_mutex_unlock(&order);
    return written;
}

ssize_t pwrite(int file, const void *data, size_t length, off_t at) {
    return pwrite64(file, data, length, at);
}

ssize_t write(int file, const void *data, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    char name[PATH_MAX];
    if (file == STDOUT_FILENO) {
        // What is said counts as heard once it can be: from before it is written.
        pthread_mutex_lock(&order);
        note(SAY, "", 0, data, (uint32_t)length);
        ssize_t written = real(file, data, length);
        pthread_mutex_unlock(&order);
        return written;
    }
    if (!watched(file, name)) return real(file, data, length);
    pthread_mutex_lock(&order);
    off_t at = lseek(file, 0, SEEK_CUR);
    ssize_t written = real(file, data, length);
    if (written > 0) note(WRITE, name, (uint64_t)at, data, (uint32_t)written);
    pthread_mutex_unlock(&order);
    return written;
}

int ftruncate64(int file, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    char name[PATH_MAX];
    if (!watched(file, name)) return real(file, size);
    pthread_mutex_lock(&order);
    int result = real(file, size);
    if (result == 0) note(TRUNCATE, name, (uint64_t)size, NULL, 0);
    pthread_mutex_unlock(&order);
    return result;
}

int ftruncate(int file, off_t size) {
    return ftruncate64(file, size);
}

// Others go on meanwhile: only what was written before a sync began is safe at its end.
static int synced(int file, int (*real)(int)) {
    char name[PATH_MAX];
    if (!watched(file, name)) return real(file);
    pthread_mutex_lock(&order);
    note(SYNC_BEGINS, name, (uint64_t)file, NULL, 0);
    pthread_mutex_unlock(&order);
    int result = real(file);
    pthread_mutex_lock(&order);
    if (result == 0) note(SYNC_ENDS, name, (uint64_t)file, NULL, 0);
    pthread_mutex_unlock(&order);
    return result;
}

int fsync(int file) {
    REAL(int, "fsync", int);
    return synced(file, real);
}

int fdatasync(int file) {
    REAL(int, "fdatasync", int);
    return synced(file, real);
}

int unlink(const char *name) {
    REAL(int, "unlink", const char *);
    if (!is_watched(name)) return real(name);
    pthread_mutex_lock(&order);
    int result = real(name);
    if (result == 0) note(REMOVE, name, 0, NULL, 0);
    pthread_mutex_unlock(&order);
    return result;
}
