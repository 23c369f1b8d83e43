#pragma once

/// The level at which this thread's deflate streams are packed when their caller asks for zlib's default: 1 fast … 9 small,
/// -1 as zlib likes (6). libxlsxwriter offers no setting of its own, and at its level packing is half of the time a large sheet takes.
void settle_deflate_level(int level);
