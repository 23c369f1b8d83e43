import Foundation

/// Chromium without a window, spoken to over its pipe: opens a page at a width, runs a line of script in it, takes a picture.
final class Browser {
  static let program: String? = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private let process = Process()
  private let folder = NSTemporaryDirectory() + "browser-" + UUID().uuidString
  private let requests: Int32
  private let answers: Int32
  private var session = ""
  private var number = 0
  private var unread: [UInt8] = []

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["requests", "answers"] { guard mkfifo("\(folder)/\(name)", 0o600) == 0 else { throw Failure(description: "no fifo") } }
    // Opened both ways, neither end waits for the other.
    requests = open(folder + "/requests", O_RDWR)
    answers = open(folder + "/answers", O_RDWR)
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c",
      "exec '\(Browser.program!)' --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir='\(folder)/profile' --remote-debugging-pipe 3<'\(folder)/requests' 4>'\(folder)/answers' >/dev/null 2>&1",
    ]
    try process.run()
    let target = try ask("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
    session = try ask("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String ?? ""
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    close(requests)
    close(answers)
    try? FileManager.default.removeItem(atPath: folder)
  }

  func show(_ path: String, width: Int, height: Int = 900, dark: Bool = false) throws {
    _ = try ask(
      "Emulation.setDeviceMetricsOverride", ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 800])
    _ = try ask(
      "Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": dark ? "dark" : "light"]]])
    _ = try ask("Page.navigate", ["url": "file://" + path])
    for _ in 0..<200 {
      if try run("location.protocol === 'file:' && document.readyState") as? String == "complete" { return }
      usleep(20_000)
    }
    throw Failure(description: "the page was never complete")
  }

  /// What a line of script comes to in the page.
  @discardableResult
  func run(_ script: String) throws -> Any? {
    let found = try ask("Runtime.evaluate", ["expression": script, "returnByValue": true])
    if let wrong = found["exceptionDetails"] { throw Failure(description: "\(script): \(wrong)") }
    return (found["result"] as? [String: Any])?["value"]
  }

  /// A picture of the page from its top, `height` pixels of it.
  func picture(to path: String) throws {
    let found = try ask("Page.captureScreenshot", ["format": "png"])
    guard let text = found["data"] as? String, let data = Data(base64Encoded: text) else { throw Failure(description: "no picture") }
    try data.write(to: URL(fileURLWithPath: path))
  }

  private func ask(_ method: String, _ parameters: [String: Any]) throws -> [String: Any] {
    number += 1
    var message: [String: Any] = ["id": number, "method": method, "params": parameters]
    if !session.isEmpty { message["sessionId"] = session }
    let bytes = Array(try JSONSerialization.data(withJSONObject: message)) + [0]
    guard write(requests, bytes, bytes.count) == bytes.count else { throw Failure(description: "the browser does not listen") }
    while true {
      let answer = try JSONSerialization.jsonObject(with: Data(try next())) as? [String: Any] ?? [:]
      guard answer["id"] as? Int == number else { continue }
      if let wrong = answer["error"] { throw Failure(description: "\(method): \(wrong)") }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  private func next() throws -> [UInt8] {
    while true {
      if let end = unread.firstIndex(of: 0) {
        defer { unread.removeFirst(end + 1) }
        return Array(unread[..<end])
      }
      var wait = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 30_000) > 0 else { throw Failure(description: "the browser does not answer") }
      var piece = [UInt8](repeating: 0, count: 65_536)
      let count = read(answers, &piece, piece.count)
      guard count > 0 else { throw Failure(description: "the browser is gone") }
      unread += piece[..<count]
    }
  }
}
