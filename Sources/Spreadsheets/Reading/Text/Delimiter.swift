/// Which character stands between the cells: comma, tab, semicolon or bar. The one that splits most lines into the same number of cells.
enum Delimiter {
  static let known: [UInt8] = [0x2C, 0x09, 0x3B, 0x7C]

  /// `sample` is the file's beginning in UTF-8; its last line may be cut.
  static func find(in sample: [UInt8]) -> UInt8 {
    // Some programs say it themselves in a first line: sep=;
    if sample.count > 4, sample.starts(with: Array("sep=".utf8)), sample[4] > 0x20,
      sample.count == 5 || sample[5] == 0x0A || sample[5] == 0x0D
    {
      return sample[4]
    }
    var best = (score: 0, delimiter: known[0])
    for delimiter in known {
      let counts = counts(of: delimiter, in: sample)
      var frequency: [Int: Int] = [:]
      for count in counts where count > 0 { frequency[count, default: 0] += 1 }
      guard let mode = frequency.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
      let score = mode.value * 1000 + min(mode.key, 999)
      if score > best.score { best = (score, delimiter) }
    }
    return best.delimiter
  }

  /// How often it stands outside quotation marks in each of the first lines that are not blank.
  private static func counts(of delimiter: UInt8, in sample: [UInt8]) -> [Int] {
    var counts: [Int] = []
    var count = 0
    var isQuoted = false
    var isBlank = true
    for byte in sample {
      if byte == 0x22 {
        isQuoted.toggle()
        isBlank = false
      } else if byte == 0x0A || byte == 0x0D {
        // A mark left open would swallow the rest: a line break ends it here, for this is a guess about lines.
        if !isBlank { counts.append(count) }
        if counts.count == 200 { return counts }
        count = 0
        isQuoted = false
        isBlank = true
      } else if byte == delimiter {
        if !isQuoted { count += 1 }
        isBlank = false
      } else if byte != 0x20 {
        isBlank = false
      }
    }
    if !isBlank { counts.append(count) }
    return counts
  }
}
