/// One way a feed's rows may be laid out. The first shape whose headers the file has is the file's shape.
/// A shape with lines unfolds each row into up to that many facts: one row, two policies. (domain.md B1-21)
package struct Shape: Sendable, Hashable {
  /// One line a row is folded into: which fields of the fact are taken from which fields of the row, and which are fixed.
  package struct Line: Sendable, Hashable {
    /// Fact field → text it always has here: `line` → 商业险.
    package var fixed: [String: String]
    /// Fact field → row field: `premium` ← `commercial-premium`. Fields not named are taken as they are;
    /// one that takes from nothing (an empty name) has no value in this line.
    package var takes: [String: String]
    /// The line exists only where this row field is neither blank nor zero nor `-`.
    package var presentBy: String

    package init(fixed: [String: String], takes: [String: String], presentBy: String) {
      self.fixed = fixed
      self.takes = takes
      self.presentBy = presentBy
    }
  }

  package var name: String
  /// Fields whose columns must be in the header for this shape; in rows they are required unless a line's presence decides.
  package var requires: [String]
  package var lines: [Line]
  /// A row field that should be the sum of the lines' `summedField`; a difference is a warning.
  package var checkedTotal: String?
  package var summedField: String?
  /// A row field the total may hold besides: 车船税 in 合计（加车船）.
  package var besides: String?

  package init(
    name: String, requires: [String], lines: [Line] = [], checkedTotal: String? = nil, summedField: String? = nil, besides: String? = nil
  ) {
    self.name = name
    self.requires = requires
    self.lines = lines
    self.checkedTotal = checkedTotal
    self.summedField = summedField
    self.besides = besides
  }
}
