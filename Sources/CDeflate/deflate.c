#define _GNU_SOURCE
#include "CDeflate.h"
#include <dlfcn.h>
#include <zlib.h>

static _Thread_local int chosen = Z_DEFAULT_COMPRESSION;

void settle_deflate_level(int level) { chosen = level; }

// Stands before zlib's own for all libraries of the program, and hands on to it. Nothing changes for a caller that names a level, or for a
// thread that chose none.
int deflateInit2_(z_streamp stream, int level, int method, int windowBits, int memLevel, int strategy, const char *version, int size) {
  typedef int (*init)(z_streamp, int, int, int, int, int, const char *, int);
  init next = (init)dlsym(RTLD_NEXT, "deflateInit2_");
  if (next == NULL) return Z_VERSION_ERROR;
  return next(stream, level == Z_DEFAULT_COMPRESSION ? chosen : level, method, windowBits, memLevel, strategy, version, size);
}
