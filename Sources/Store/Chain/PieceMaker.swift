import Values

/// Makes pieces of rows as they stream by: bytes are gathered, and digested by the block. Keeps no row.
struct PieceMaker {
  /// Rows a piece covers: few enough to find the wrong one among, many enough that links cost nothing.
  static let ordinary = 1000
  /// What stands is looked at every night anew, and there may be millions of it.
  static let standing = 50_000

  private(set) var pieces: [ChainPiece] = []
  private let names: [Int64: [UInt8]]
  private var kind = ChainPiece.Kind.night
  private var subject = ""
  private var limit = 1
  private var rows = 0
  private var making = Digest.Making()
  private var bytes: [UInt8] = []

  init(names: [Int64: [UInt8]] = [:]) {
    self.names = names
    bytes.reserveCapacity(1 << 17)
  }

  /// From here on rows are of this kind.
  mutating func begin(_ kind: ChainPiece.Kind, limit: Int = ordinary) {
    cut()
    self.kind = kind
    self.limit = limit
  }

  /// A row begins; the first of a piece tells where it is.
  mutating func row(_ place: () throws -> String) rethrows {
    if rows == limit { cut() }
    if rows == 0 { subject = try place() }
    rows += 1
    if bytes.count >= 1 << 16 { drain() }
    bytes.append(0xFE)
  }

  /// Columns as they are.
  mutating func add(_ statement: Prepared, _ columns: ClosedRange<Int32>) {
    for column in columns { statement.append(column, to: &bytes) }
  }
  mutating func add(_ statement: Prepared, _ column: Int32) { statement.append(column, to: &bytes) }
  /// A column that holds the number of a name.
  mutating func add(name statement: Prepared, _ column: Int32) {
    if statement.isNull(column) { bytes.append(0) } else { add(name: statement.int64(column)) }
  }
  mutating func add(name id: Int64) { bytes.append(contentsOf: names[id] ?? [0]) }
  mutating func add(_ print: [UInt8]) { bytes.append(contentsOf: print) }

  /// Ends the piece that is being made, if it has rows.
  mutating func cut() {
    guard rows > 0 else { return }
    drain()
    pieces.append(ChainPiece(kind: kind, subject: subject, rows: rows, content: making.finish()))
    making = Digest.Making()
    rows = 0
  }

  private mutating func drain() {
    bytes.withUnsafeBytes { making.add($0) }
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func finish() -> [ChainPiece] {
    cut()
    return pieces
  }
}
