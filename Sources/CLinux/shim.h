#pragma once
#include <errno.h>

// glibc declares renameat2 for GNU sources only, and Swift's Glibc module is not built as one.
extern int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags);
// RENAME_NOREPLACE of <linux/fs.h>.
static inline int rename_without_overwriting(int from_folder, const char *from, int to_folder, const char *to) {
  return renameat2(from_folder, from, to_folder, to, 1u);
}

extern int fcntl(int descriptor, int command, ...);
// Whether anybody has the file open for writing: 1 or 0, and -1 where the system does not say (another's file without CAP_LEASE, a disk without
// leases). A lease for reading is granted only where nobody writes; it is given back at once. Who opens the file for writing in between waits for that,
// and this process is told by a signal that it ignores (SIGURG) instead of by one that ends it (SIGIO).
static inline int is_open_for_writing(int descriptor) {
  enum { set_signal = 10, set_lease = 1024, reading = 0, nothing = 2, ignored = 23 };
  if (fcntl(descriptor, set_signal, ignored) != 0) return -1;
  if (fcntl(descriptor, set_lease, reading) != 0) return errno == EAGAIN ? 1 : -1;
  fcntl(descriptor, set_lease, nothing);
  return 0;
}
