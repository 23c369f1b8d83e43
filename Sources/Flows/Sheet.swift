import Tables
package import Ledger
import Values

/// A sheet a flow writes per part, from `sheets/<sheet>.csv` and `pipeline.yaml`: a workbook, a page, a comma-separated file, or several of these.
package struct Sheet: Sendable {
  /// What a sheet is written on; the name is the file's ending.
  package enum Medium: String, Sendable, CaseIterable { case xlsx, html, csv, png }

  /// `qr`: the column's text as a QR code, a picture wherever there is paper for one. (domain.md 4.13)
  package enum Format: String, Sendable, CaseIterable { case text, id, money, rate, date, moment, integer, number, qr }

  package struct Column: Sendable {
    /// A field of the line, of the fact it speaks of, or one of the trunk's own: `source-file`, `source-row`, `state`, `reason`, `age`, `part`;
    /// on a register sheet a field of the state, or `key`, `part` (its group) and `due`.
    package var field: String
    package var title: String
    package var titleEnglish: String
    package var format: Format
    /// Characters, a Chinese one counts two.
    package var width: Int
    package var total: Bool
    /// Who may see it is said per group in `access.csv`: `base`, `income`, `expenditure`.
    package var group: String
    /// The mask of the field it shows; empty when it is not personal.
    package var personal: String

    package init(
      field: String, title: String, titleEnglish: String, format: Format, width: Int, total: Bool, group: String, personal: String = ""
    ) {
      self.field = field
      self.title = title
      self.titleEnglish = titleEnglish
      self.format = format
      self.width = width
      self.total = total
      self.group = group
      self.personal = personal
    }
  }

  /// `settlement-sheet`; the file is `<name>_<part>.xlsx`, or `<name>.xlsx` when one workbook holds all that its reader may see.
  package var name: String
  package var title: String
  package var titleEnglish: String
  /// Index in the flow's `lines`; of a register sheet the kind whose open facts stand beside it, or `noLines`.
  package var lines: Int
  /// A register sheet lists the entries of this kind as they stand after the run, instead of lines of the run. It is written when one of
  /// them changed; its part is the entries' group.
  package var states: StateKind?
  /// One workbook for all parts instead of one each; who receives only its own part finds only that in it.
  package var together: Bool
  package var columns: [Column]
  /// Columns by which the summary breaks the totals down.
  package var breakdown: [String]
  package var media: [Medium] = [.xlsx]
  package var page = Page()
  /// Kinds of lines listed after those of `lines`, in the same columns: what else a desk has to say.
  package var also: [Int] = []
  /// The kinds of lines it lists, and whose open facts stand beside.
  package var kinds: [Int] { lines == Sheet.noLines ? [] : [lines] + also }
  package var picture = Picture()
  /// A register sheet may be handed out entry by entry; nil on every other one.
  package var leaf: Leaf?
  /// A register sheet may list what its flow answers to a question instead of the states as they are kept: products as they stand on the day.
  package var answers: Answers?

  package struct Answers: Sendable {
    package var question: Question
    /// By the question's column: the only texts listed.
    package var shown: [Int: Set<String>]

    package init(question: Question, shown: [Int: Set<String>]) {
      self.question = question
      self.shown = shown
    }

    /// The question's column of a field.
    package func column(_ field: String) -> Int? { question.columns.firstIndex { $0.titleEnglish == field || $0.title == field } }
  }
  /// An echo: for each file of this feed its sender's own rows in their order and columns, with the line each row brought beside it.
  /// Empty on every other sheet. (domain.md 0.25)
  package var echo = ""
  /// On an echo: lines of the kind `of` under the same statements whose fact no line `without` speaks of are listed as left out.
  package var unclaimed: (of: Int, without: Int)?

  /// How the sheet looks as a page. (domain.md 0.3, 0.32)
  package struct Page: Sendable {
    /// The page's file without its ending; sheets that name the same file stand on one page for whoever receives several. Empty: the sheet's own name.
    package var file = ""
    /// What stands on top of a page; empty: the first sheet's own title.
    package var title = ""
    package var titleEnglish = ""
    /// The total column drawn as bars beside each breakdown; empty counts rows.
    package var measure = ""
    /// Rows stand under a heading for each value of this column.
    package var group = ""
    /// Each row is a card, also on a wide screen.
    package var cards = false
    /// Bars by each breakdown and the tie-outs stand above the list; a display page has its list at once.
    package var summary = true
    /// Lists what still waits, and why.
    package var open = true

    package init() {}
  }

  /// How its QR codes are drawn: what printers need is theirs to say.
  package struct Picture: Sendable {
    /// How much of the printed code may be lost: L, M, Q or H.
    package var level = "Q"
    /// Blank modules around it.
    package var quiet = 4
    /// Pixels a module, in a picture that is a file of its own.
    package var scale = 10

    package static let levels = ["L", "M", "Q", "H"]

    package init() {}
  }

  /// A sheet of leaves: a file of its own for each entry of a register, called as one of its fields says. Only entries the run touched are
  /// handed out, and a field of theirs says which run that was.
  package struct Leaf: Sendable {
    package var name: String
    package var run: String

    package init(name: String, run: String) {
      self.name = name
      self.run = run
    }
  }

  /// A part that is no party but a document with a reader: `申请号 TAB party`. Its sheet is named after the document, which may be any text,
  /// and goes to that reader alone; a document for several readers is a part for each.
  package struct Document: Sendable {
    package var name: String
    package var reader: String

    package init?(part: String) {
      let parts = part.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      (name, reader) = (String(parts[0]), String(parts[1]))
    }

    /// Letters, digits, `-` and `_` as they are, every other byte as `%2F`: two documents never share a name. What would be longer than a disk
    /// allows, with all that stands around it, ends in its digest.
    package var fileName: String {
      var text = ""
      for character in name.unicodeScalars {
        if character.properties.isAlphabetic || character.properties.numericType != nil || "-_".unicodeScalars.contains(character) {
          text.unicodeScalars.append(character)
        } else {
          for byte in String(character).utf8 {
            text += "%" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
          }
        }
      }
      if text.utf8.count <= 120 { return text }
      while text.utf8.count > 100 { text.unicodeScalars.removeLast() }
      return "\(text)-\(Digest(of: name).short)"
    }
  }

  package static let noLines = -1

  package init(
    name: String, title: String, titleEnglish: String, lines: Int, states: StateKind? = nil, together: Bool, columns: [Column],
    breakdown: [String]
  ) {
    self.name = name
    self.title = title
    self.titleEnglish = titleEnglish
    self.lines = lines
    self.states = states
    self.together = together
    self.columns = columns
    self.breakdown = breakdown
  }
}

/// A line of a summary that does not come from the detail: looked up when the workbook is made.
package enum Headline: Sendable {
  /// A field of a register's entry: 收款户名.
  case register(title: String, titleEnglish: String, state: StateKey, column: Int, personal: String)
  /// Balances before the run, their movement in the run, or after it, added up; `sign` −1 shows a liability as a positive amount.
  case balance(title: String, titleEnglish: String, accounts: [AccountPath], when: Instant, sign: Int64)

  package enum Instant: Sendable { case before, movement, after }
}

/// A total of a sheet that must equal what accounts moved in the run, or, on a register sheet, what they hold after it. (design.md, law 5)
package struct Tie: Sendable {
  package var title: String
  package var titleEnglish: String
  /// The total's column.
  package var field: String
  package var accounts: [AccountPath]
  /// All accounts below these paths count too: `memo:funds-available:BANK-A` stands for every account of that bank.
  package var families: [AccountPath]
  /// −1 where a credit counts as positive.
  package var sign: Int64
  package var when: Headline.Instant

  package init(
    title: String, titleEnglish: String, field: String, accounts: [AccountPath] = [], families: [AccountPath] = [], sign: Int64,
    when: Headline.Instant = .movement
  ) {
    self.title = title
    self.titleEnglish = titleEnglish
    self.field = field
    self.accounts = accounts
    self.families = families
    self.sign = sign
    self.when = when
  }
}
