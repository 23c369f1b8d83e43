import Values

/// A page put together: head, totals and bars, the lists, the foot. The same plan and rows give the same bytes.
struct PageMarkup {
  let plan: PagePlan
  let words: PageWords
  let tables: [PageTable]
  let closings: [Int: PageClosing]

  var bytes: [UInt8] {
    var page = PageText()
    let labels = plan.tables.enumerated().map { PageStyle.labels($0.element.columns.map(\.title), table: $0.offset) }.joined()
    PageHead(language: plan.language, title: plan.title, style: PageStyle.sheet(labels: labels), script: PageScript.text.description)
      .write(to: &page)
    page.add("<body data-shown=\"")
    page.text(words.shown)
    for (name, word) in [("all", words.all), ("blank", words.blank), ("sort", words.sort), ("ascending", words.ascending)]
      + [("descending", words.descending)]
    {
      page.add("\" data-")
      page.add(plain: name)
      page.add("=\"")
      page.text(word)
    }
    page.add("\">\n")
    about(&page)
    page.add("<main>\n")
    for index in tables.indices { summary(index, &page) }
    for index in tables.indices { list(index, &page) }
    page.add("</main>\n<footer>\n")
    for note in plan.notes + [words.made] {
      page.add("<p>")
      page.text(note)
      page.add("</p>\n")
    }
    page.add("</footer>\n<script>")
    page.add(PageScript.text)
    page.add("</script>\n</body>\n</html>\n")
    return page.bytes
  }

  private func about(_ page: inout PageText) {
    page.add("<header>\n<h1>")
    page.text(plan.title)
    page.add("</h1>\n<dl class=\"about\">\n")
    var lines = [(words.recipient, plan.recipient)]
    if let mark = plan.mark { lines.append((words.mark, mark)) }
    lines += [(words.run, plan.run), (words.day, plan.day.description), (words.cutOff, plan.cutOff.description)]
    for (label, text) in lines { figure(label, text, &page) }
    page.add("</dl>\n</header>\n")
  }

  private func figure(_ label: String, _ text: String, _ page: inout PageText) {
    page.add("<div><dt>")
    page.text(label)
    page.add("</dt><dd>")
    page.text(text)
    page.add("</dd></div>\n")
  }

  private func summary(_ index: Int, _ page: inout PageText) {
    let (table, closing) = (tables[index], closings[index] ?? PageClosing())
    page.add("<section class=\"summary\">\n")
    if table.plan.isSummarised {
      page.add("<h2>")
      page.text(table.plan.heading)
      page.add("</h2>\n")
    }
    page.add("<dl class=\"tiles\">\n")
    // Where nothing stands over the figures, several lists are told apart by their names.
    figure(table.plan.isSummarised || tables.count == 1 ? words.rows : "\(table.plan.title) \(words.rows)", String(table.rows), &page)
    for column in table.plan.columns.indices where table.plan.columns[column].total {
      page.add("<div data-column=\"")
      page.add(plain: String(column))
      page.add("\"><dt>")
      page.text(table.plan.columns[column].title)
      page.add("</dt><dd>")
      page.text(table.total(column))
      page.add("</dd></div>\n")
    }
    for figure in closing.figures { self.figure(figure.label, figure.text, &page) }
    page.add("</dl>\n")
    // One bar tells nothing.
    let told = table.plan.isSummarised ? table.counts.filter { $0.values.count > 1 } : []
    if !told.isEmpty {
      page.add("<div class=\"charts\">\n")
      for breakdown in told { Bars(table: table, breakdown: breakdown, words: words).draw(into: &page) }
      page.add("</div>\n")
    }
    if table.plan.isSummarised && !closing.ties.isEmpty {
      let differing = closing.ties.count { !$0.agrees }
      if differing == 0 {
        page.add("<details class=\"ties\">\n<summary>")
      } else {
        page.add("<details class=\"ties\" open=\"\">\n<summary>")
      }
      page.text("\(words.ties)\(words.colon)\(closing.ties.count) ")
      verdict(differing == 0, &page)
      page.add("</summary>\n<ul>\n")
      for tie in closing.ties {
        page.add("<li>")
        page.text("\(tie.label)\(words.colon)\(tie.left) = \(tie.right) ")
        verdict(tie.agrees, &page)
        if !tie.note.isEmpty { page.text(plan.language == .zh ? "（\(tie.note)）" : " (\(tie.note))") }
        page.add("</li>\n")
      }
      page.add("</ul>\n</details>\n")
    }
    page.add("</section>\n")
  }

  private func verdict(_ agrees: Bool, _ page: inout PageText) {
    if agrees { page.add("<b>") } else { page.add("<b class=\"neg\">") }
    page.text(agrees ? words.agrees : words.differs)
    page.add("</b>")
  }

  private func list(_ index: Int, _ page: inout PageText) {
    let table = tables[index]
    page.add("<section class=\"list")
    if table.plan.layout == .cards { page.add(" cards") }
    page.add("\" id=\"t")
    page.add(plain: String(index))
    page.add("\">\n<h2>")
    page.text(table.plan.title)
    page.add("</h2>\n<div class=\"tools\" hidden=\"\"><input type=\"search\" placeholder=\"")
    page.text(words.search)
    page.add("\" aria-label=\"")
    page.text(words.search + " " + table.plan.title)
    page.add("\"><output></output></div>\n<div class=\"frame\"><table>\n<thead><tr>")
    for (column, plan) in table.plan.columns.enumerated() {
      page.add("<th scope=\"col\"")
      if plan.kind == .number { page.add(" class=\"n\"") }
      if table.plan.breakdowns.contains(column) { page.add(" data-filter=\"\"") }
      page.add(">")
      page.text(plan.title)
      page.add("</th>")
    }
    page.add("</tr></thead>\n")
    for group in table.groups {
      page.add("<tbody>\n")
      if table.plan.grouped != nil {
        page.add("<tr class=\"group\"><th colspan=\"")
        page.add(plain: String(table.plan.columns.count))
        page.add("\">")
        page.text(group.heading)
        page.add("</th></tr>\n")
      }
      page.add(group.rows)
      page.add("</tbody>\n")
    }
    page.add("</table></div>\n")
    if table.rows == 0 {
      page.add("<p class=\"none\">")
      page.text(words.none)
      page.add("</p>\n")
    }
    if table.rows > table.shown {
      page.add("<p class=\"left\" data-left=\"")
      page.add(plain: String(table.rows - table.shown))
      page.add("\">")
      page.text(words.left.replacing("%n", with: String(table.rows - table.shown)).replacing("%m", with: String(table.shown)))
      page.add("</p>\n")
    }
    page.add("</section>\n")
  }
}
