/// Picks, for the values of one row, a few rules among which all matching ones are. Inner nodes split by one input: a table of children where
/// the inputs' points lie side by side (texts), a search among starts where they do not (amounts, dates). Rules that do not care for
/// the input of a node hang beside it and are visited as well. Where nothing splits, a node holds bits per input and block of values.
struct CandidateTree: Sendable {
  struct Node: Sendable {
    enum Kind: UInt8, Sendable {
      /// The candidates themselves.
      case leaf
      /// Children by `value - base`.
      case table
      /// Children by the greatest start that is not above the value.
      case search
      /// Bits.
      case bits
    }

    var kind: Kind
    var column: Int32 = 0
    /// Leaf: in `candidates`. Table and search: in `children`. Bits: in `bitNodes`.
    var first: Int32 = 0
    var count: Int32 = 0
    /// Search: the first of its starts.
    var firstStart: Int32 = 0
    var base: Int64 = 0
    /// Table: the child for values beyond it.
    var outside: Int32 = CandidateTree.nothing
    /// The child for rows that lack the value.
    var missing: Int32 = CandidateTree.nothing
    /// The rules that do not hang on this input; visited beside the child.
    var beside: Int32 = CandidateTree.nothing
  }

  /// A set of rules as bits: one row of words per block of values of each input.
  struct BitNode: Sendable {
    /// In `candidates`.
    var first: Int32
    var count: Int32
    /// In `axes`.
    var firstAxis: Int32
    var axes: Int32

    var width: Int { (Int(count) + 63) / 64 }
  }

  struct Axis: Sendable {
    var column: Int32
    /// In `starts`.
    var first: Int32
    var count: Int32
    /// In `words`: one row per start, then one for rows that lack the value.
    var firstWord: Int
  }

  static let nothing: Int32 = -1

  let nodes: Frozen<Node>
  let children: Frozen<Int32>
  let starts: Frozen<Int64>
  let candidates: Frozen<Int32>
  let bitNodes: Frozen<BitNode>
  let axes: Frozen<Axis>
  let words: Frozen<UInt64>

  /// Calls `body` with every candidate, in no particular order and none twice.
  @inline(__always)
  func visit(_ values: UnsafePointer<Int64>, known: UInt64, _ body: (Int) -> Void) {
    // A node leads to one child and perhaps to a neighbour, so the pending ones are as many as the tree is deep.
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: CandidateTree.deepest) { pending in
      var depth = 1
      pending[0] = 0
      while depth > 0 {
        depth -= 1
        let index = pending[depth]
        if index < 0 { continue }
        let node = nodes[Int(index)]
        switch node.kind {
        case .leaf:
          var at = Int(node.first)
          let end = at + Int(node.count)
          while at < end {
            body(Int(candidates[at]))
            at += 1
          }
        case .bits: visitBits(bitNodes[Int(node.first)], values, known, body)
        case .table, .search:
          if node.beside >= 0 {
            pending[depth] = node.beside
            depth += 1
          }
          pending[depth] = child(node, values, known)
          depth += 1
        }
      }
    }
  }

  /// How many nodes may wait at once; the builder splits no deeper.
  static let deepest = 64

  @inline(__always)
  private func child(_ node: Node, _ values: UnsafePointer<Int64>, _ known: UInt64) -> Int32 {
    let column = Int(node.column)
    guard known >> UInt64(column) & 1 == 1 else { return node.missing }
    let value = values[column]
    if node.kind == .table {
      let offset = value &- node.base
      return offset >= 0 && offset < Int64(node.count) ? children[Int(node.first) + Int(offset)] : node.outside
    }
    return children[Int(node.first) + CandidateTree.block(of: value, starts, Int(node.firstStart), Int(node.count))]
  }

  /// The last of `count` ascending starts from `first` on that is not above the value; the first start is `Int64.min`.
  @inline(__always)
  static func block(of value: Int64, _ starts: Frozen<Int64>, _ first: Int, _ count: Int) -> Int {
    var at = first
    var left = count
    while left > 1 {
      let half = left / 2
      at = starts[at + half] <= value ? at + half : at
      left -= half
    }
    return at - first
  }

  private func visitBits(_ node: BitNode, _ values: UnsafePointer<Int64>, _ known: UInt64, _ body: (Int) -> Void) {
    let width = node.width
    let count = Int(node.count)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, Int(node.axes))) { rows in
      for index in 0..<Int(node.axes) {
        let axis = axes[Int(node.firstAxis) + index]
        let isKnown = known >> UInt64(axis.column) & 1 == 1
        let block =
          isKnown ? CandidateTree.block(of: values[Int(axis.column)], starts, Int(axis.first), Int(axis.count)) : Int(axis.count)
        rows[index] = axis.firstWord + block * width
      }
      for word in 0..<width {
        var bits = word == width - 1 && count % 64 != 0 ? (UInt64(1) << UInt64(count % 64)) - 1 : UInt64.max
        var index = 0
        while index < Int(node.axes) && bits != 0 {
          bits &= words[rows[index] + word]
          index += 1
        }
        while bits != 0 {
          body(Int(candidates[Int(node.first) + word * 64 + bits.trailingZeroBitCount]))
          bits &= bits - 1
        }
      }
    }
  }
}
