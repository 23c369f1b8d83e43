import CPNG
package import Values

/// A QR code as a PNG picture, and back. Black on white, whole pixels a module, nothing of clock or machine in the bytes: the same code gives the
/// same file. Only libpng writes and reads them.
extension QRCode {
  /// `scale` pixels a module, `quiet` blank modules on every side.
  package func png(scale: Int, quiet: Int = quietZone) throws(Fault) -> [UInt8] {
    precondition(scale > 0 && quiet >= 0, "a picture has pixels")
    let (width, pixels) = pixels(scale: scale, quiet: quiet)
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(width)
    image.format = png_uint_32(PNG_FORMAT_GRAY)
    // Libpng never writes more than the pixels themselves and a little around them.
    var size = png_alloc_size_t(pixels.count + pixels.count / 8 + 4096)
    var bytes = [UInt8](repeating: 0, count: size)
    guard png_image_write_to_memory(&image, &bytes, &size, 0, pixels, png_int_32(width), nil) != 0, size <= bytes.count else {
      throw QRCode.fault("could not be made", &image)
    }
    return Array(bytes[..<size])
  }

  /// Whether a picture shows exactly this code: what is published is read back before. (design.md, law 5)
  package func isShown(by png: [UInt8], scale: Int, quiet: Int = quietZone) throws(Fault) -> Bool {
    let (width, expected) = pixels(scale: scale, quiet: quiet)
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    guard png_image_begin_read_from_memory(&image, png, png.count) != 0 else { throw QRCode.fault("cannot be read back", &image) }
    defer { png_image_free(&image) }
    guard image.width == width, image.height == width else { return false }
    image.format = png_uint_32(PNG_FORMAT_GRAY)
    var found = [UInt8](repeating: 0, count: width * width)
    guard png_image_finish_read(&image, nil, &found, png_int_32(width), nil) != 0 else {
      throw QRCode.fault("cannot be read back", &image)
    }
    return found == expected
  }

  /// One byte a pixel, white where there is nothing.
  private func pixels(scale: Int, quiet: Int) -> (width: Int, pixels: [UInt8]) {
    let width = (size + 2 * quiet) * scale
    var pixels = [UInt8](repeating: 255, count: width * width)
    for row in 0..<size {
      for column in 0..<size where isDark(row, column) {
        for line in 0..<scale {
          let start = ((row + quiet) * scale + line) * width + (column + quiet) * scale
          for pixel in start..<start + scale { pixels[pixel] = 0 }
        }
      }
    }
    return (width, pixels)
  }

  private static func fault(_ cause: String, _ image: inout png_image) -> Fault {
    let message = withUnsafeBytes(of: &image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    png_image_free(&image)
    return Fault(
      .inputOutput, code: "picture", place: "QR code", cause: "the picture \(cause) (\(message))",
      remedy: "free some memory and run again, and report it if it stays")
  }
}
