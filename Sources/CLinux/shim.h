#pragma once
// glibc declares renameat2 for GNU sources only, and Swift's Glibc module is not built as one.
extern int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags);
// RENAME_NOREPLACE of <linux/fs.h>.
static inline int rename_without_overwriting(int from_folder, const char *from, int to_folder, const char *to) {
  return renameat2(from_folder, from, to_folder, to, 1u);
}
