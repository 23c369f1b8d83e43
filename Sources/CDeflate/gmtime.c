#include <time.h>

// Stands before the C library's own for all libraries of the program. libxlsxwriter asks it for the day a workbook was made, and the library's
// answer is one place for all threads: two workbooks closed at once could take each other's. Here each thread has its own.
struct tm *gmtime(const time_t *time) {
  static _Thread_local struct tm own;
  return gmtime_r(time, &own);
}
