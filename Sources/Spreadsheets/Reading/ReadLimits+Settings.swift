/// The limits by the names a feed's settings and `settle read` know them by. Knows no file.
extension ReadLimits {
  package static let names = [
    "file-bytes", "inflated-bytes", "inflation-ratio", "rows", "columns", "cell-bytes", "record-bytes", "shared-text-bytes", "nesting",
    "parts",
    "xls-bytes", "xls-seconds",
  ]

  /// The standard limits but for those named.
  package init(_ settings: [String: Int]) {
    self.init()
    for (name, value) in settings { self[name] = value }
  }

  /// Nil for a name nobody knows, which cannot be set either.
  package subscript(name: String) -> Int? {
    get {
      switch name {
      case "file-bytes": fileBytes
      case "inflated-bytes": inflatedBytes
      case "inflation-ratio": inflationRatio
      case "rows": rows
      case "columns": columns
      case "cell-bytes": cellBytes
      case "record-bytes": recordBytes
      case "shared-text-bytes": sharedStringBytes
      case "nesting": depth
      case "parts": parts
      case "xls-bytes": childBytes
      case "xls-seconds": childSeconds
      default: nil
      }
    }
    set {
      guard let newValue else { return }
      switch name {
      case "file-bytes": fileBytes = newValue
      case "inflated-bytes": inflatedBytes = newValue
      case "inflation-ratio": inflationRatio = newValue
      case "rows": rows = newValue
      case "columns": columns = newValue
      case "cell-bytes": cellBytes = newValue
      case "record-bytes": recordBytes = newValue
      case "shared-text-bytes": sharedStringBytes = newValue
      case "nesting": depth = newValue
      case "parts": parts = newValue
      case "xls-bytes": childBytes = newValue
      case "xls-seconds": childSeconds = newValue
      default: break
      }
    }
  }

  /// `2 GB`, `500 MB`, `1048576`: a size or a count as people write it, in units of 1024. Nil when it is neither.
  package static func number(_ text: String) -> Int? {
    var digits = Substring(text.filter { $0 != " " && $0 != "_" }.uppercased())
    var unit = 1
    for (letters, size) in [("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30)] where digits.hasSuffix(letters) {
      digits = digits.dropLast(2)
      unit = size
    }
    guard let value = Int(digits), value >= 0, value <= 1 << 40 else { return nil }
    return value * unit
  }
}
