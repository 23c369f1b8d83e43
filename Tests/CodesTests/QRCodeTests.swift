import Codes
import Foundation
import NightKit
import Testing
import Values

@Suite("QR codes")
struct QRCodeTests {
  static let texts = [
    "https://warranty.example/r?m=MF-A&p=YB-24", "A", "延保产品 https://warranty.example/r?p=延保-24", String(repeating: "0123456789", count: 40),
  ]

  @Test("The same text gives the same bytes, another text others", arguments: texts)
  func deterministic(_ text: String) throws {
    let bytes = try QRCode(text, level: .quartile).png(scale: 4)
    #expect(try QRCode(text, level: .quartile).png(scale: 4) == bytes)
    #expect(try QRCode(text + "x", level: .quartile).png(scale: 4) != bytes)
  }

  @Test("An independent reader finds the text in the picture, at every level", arguments: QRCode.Level.allCases, texts)
  func decoded(_ level: QRCode.Level, _ text: String) throws {
    guard let zbar = Zbar() else { return }
    #expect(try zbar.read(try QRCode(text, level: level).png(scale: 3)) == text)
  }

  @Test("A code of level Q is read with a scratch over it, one of level L is not")
  func scratched() throws {
    guard let zbar = Zbar() else { return }
    let text = QRCodeTests.texts[0]
    func read(_ level: QRCode.Level) throws -> String { try zbar.read(scratched: QRCode(text, level: level)) }
    #expect(try read(.quartile) == text)
    #expect(try read(.low) != text)
  }

  @Test("A picture is read back as the code it shows, and as no other")
  func readBack() throws {
    let code = try QRCode("MF-A/YB-24", level: .high)
    var png = try code.png(scale: 2)
    #expect(try code.isShown(by: png, scale: 2))
    #expect(try !code.isShown(by: png, scale: 3))
    #expect(try !QRCode("MF-A/YB-25", level: .high).isShown(by: png, scale: 2))
    png.removeLast(20)
    #expect(throws: Fault.self) { try code.isShown(by: png, scale: 2) }
  }

  @Test("The quiet zone is blank on every side, in the picture and in the outline")
  func quietZone() throws {
    let code = try QRCode("A", level: .low)
    #expect(code.size == 21)
    #expect(code.outline().hasPrefix("M4 4h7v1h-7z"))
    #expect(code.outline(quiet: 0).hasPrefix("M0 0h7v1h-7z"))
    #expect((0..<7).allSatisfy { code.isDark(0, $0) } && !code.isDark(0, 7))
  }

  @Test("Nothing, and more than any code holds, is refused in words")
  func tooLong() {
    #expect(throws: Fault.self) { try QRCode("", level: .low) }
    #expect(throws: Fault.self) { try QRCode(String(repeating: "x", count: 3000), level: .low) }
  }
}

/// The independent reader, where it is installed (Debian's zbar-tools).
struct Zbar {
  private let path: String

  init?() {
    guard let found = ["/usr/bin/zbarimg", "/usr/local/bin/zbarimg"].first(where: FileManager.default.isExecutableFile) else { return nil }
    path = found
  }

  func read(_ png: [UInt8]) throws -> String { try read(png, as: "png") }

  /// The code as a plain bitmap, with a white bar where no reader looks for its corners: about an eighth of its squares.
  func read(scratched code: QRCode) throws -> String {
    let (size, scale) = (code.size + 2 * QRCode.quietZone, 4)
    let bar = (code.size * 5 / 8)..<(code.size * 6 / 8)
    var text = "P1\n\(size * scale) \(size * scale)\n"
    for row in 0..<size * scale {
      for column in 0..<size * scale {
        let (y, x) = (row / scale - QRCode.quietZone, column / scale - QRCode.quietZone)
        let isInside = (0..<code.size).contains(y) && (0..<code.size).contains(x)
        text += isInside && code.isDark(y, x) && !(bar.contains(y) && x > 8) ? "1" : "0"
      }
      text += "\n"
    }
    return try read(Array(text.utf8), as: "pbm")
  }

  private func read(_ bytes: [UInt8], as kind: String) throws -> String {
    let folder = ScratchFolder("zbar")
    let file = folder.path + "/code." + kind
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}
