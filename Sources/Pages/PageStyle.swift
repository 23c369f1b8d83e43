/// How a page looks: on a desk a table that scrolls in its own frame, on a phone a card a row; light and dark as the reader's device is set; printed
/// without its tools. Only the labels of the cards are the page's own.
enum PageStyle {
  static let text: StaticString = """
    :root { color-scheme: light dark; --ink: #1b2430; --soft: #5a6878; --line: #d8dee7; --paper: #fff; --ground: #f3f5f8; --head: #e9eef5;
      --accent: #1d5fb0; --bar: #7ba7dd; --red: #b3261e; --good: #1a6f3c }
    @media (prefers-color-scheme: dark) { :root { --ink: #e4e9f0; --soft: #9ba8b8; --line: #343d49; --paper: #191f27; --ground: #10151b;
      --head: #242c37; --accent: #8dbbf7; --bar: #3f70ab; --red: #ff8f85; --good: #7fd19b } }
    * { box-sizing: border-box }
    html { -webkit-text-size-adjust: 100% }
    body { margin: 0; color: var(--ink); background: var(--ground);
      font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
    header, main, footer { max-width: 84rem; margin: 0 auto; padding: 0 1rem }
    header { padding-top: 1.1rem }
    h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .4rem }
    h2 { font-size: 1.1rem; margin: 1.6rem 0 .6rem }
    h3 { font-size: .95rem; margin: 0 0 .4rem }
    dl { margin: 0 }
    .about { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; color: var(--soft); font-size: .87rem }
    .about div { display: flex; gap: .4rem }
    .about dd { margin: 0; color: var(--ink); overflow-wrap: anywhere }
    .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .6rem }
    .tiles div { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .5rem .75rem; min-width: 0 }
    .tiles:first-child { margin-top: 1rem }
    .tiles dt { color: var(--soft); font-size: .82rem; overflow-wrap: anywhere }
    .tiles dd { margin: 0; font-size: 1.12rem; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
    .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: .6rem; margin-top: .6rem }
    .chart { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .6rem .75rem; min-width: 0 }
    .chart table { width: 100%; border-collapse: collapse; font-size: .87rem }
    .chart th { font-weight: 400; color: var(--soft); text-align: left; padding: 0 .4rem .1rem 0 }
    .chart td { padding: .12rem .4rem .12rem 0; overflow-wrap: anywhere }
    .chart .n, .chart th.n { text-align: right; white-space: nowrap; padding-right: 0; padding-left: .4rem; font-variant-numeric: tabular-nums }
    .chart .b { width: 40% }
    .chart td:first-child { max-width: 9rem }
    svg { display: block; width: 100%; height: .6rem }
    svg.qr { width: 10rem; max-width: 100%; height: auto; background: #fff; border-radius: .3rem }
    svg.qr path { fill: #000 }
    .list td.q { white-space: normal; overflow-wrap: anywhere; min-width: 11rem; font-size: .78rem }
    rect { fill: var(--bar) }
    rect.neg { fill: var(--red) }
    .ties { margin: .6rem 0 0; color: var(--soft); font-size: .84rem }
    .ties summary { cursor: pointer }
    .ties ul { margin: .3rem 0 0; padding: 0 0 0 1.1rem }
    .ties b { color: var(--good); font-weight: 600 }
    .ties b.neg { color: var(--red) }
    .tools { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: center; margin: 0 0 .6rem; font-size: .9rem }
    .tools[hidden] { display: none }
    .tools label { display: flex; gap: .4rem; align-items: center; color: var(--soft); min-width: 0; max-width: 100% }
    .tools input { flex: 1 1 12rem; min-width: 0 }
    .tools select { min-width: 0; max-width: 12rem }
    .tools .sort { display: none }
    input, select, button { font: inherit; color: inherit }
    input, select { background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .5rem }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
    output { color: var(--soft) }
    .frame { overflow: auto; max-height: 85vh; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem }
    .list table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .87rem }
    .list th, .list td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); white-space: nowrap }
    .list td.w { white-space: normal; min-width: 16rem; overflow-wrap: anywhere }
    .list thead th { position: sticky; top: 0; z-index: 1; background: var(--head) }
    @media (min-width: 45.01rem) {
      .list:not(.cards) td:first-child { position: sticky; left: 0; background: var(--paper) }
      .list:not(.cards) thead th:first-child { left: 0; z-index: 2 }
    }
    .list thead button { background: none; border: 0; padding: 0; font-weight: 600; cursor: pointer; white-space: nowrap }
    .list thead [aria-sort] button { color: var(--accent) }
    .list thead [aria-sort=ascending] button::after { content: " ▲" }
    .list thead [aria-sort=descending] button::after { content: " ▼" }
    .list .n { text-align: right; font-variant-numeric: tabular-nums }
    .list .neg { color: var(--red) }
    .list .group th { background: var(--head); font-size: .95rem }
    [hidden] { display: none !important }
    .left, .none { color: var(--soft); font-size: .87rem }
    footer { color: var(--soft); font-size: .82rem; padding-top: 1.2rem; padding-bottom: 2rem }
    footer p { margin: .2rem 0 }
    .cards .frame { overflow: visible; max-height: none; background: none; border: 0 }
    .cards table, .cards tbody, .cards .group th { display: block }
    .cards thead { display: none }
    .cards tbody { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: .6rem; margin-bottom: .8rem }
    .cards .group { grid-column: 1 / -1 }
    .cards .group th { background: none; border: 0; padding: .4rem 0 0 }
    .cards .tools .sort { display: flex }
    .cards tr:not(.group) { CARD }
    .cards td { CELL }
    .cards td.n { text-align: left }
    .cards td.w { min-width: 0 }
    .cards td::before { content: var(--label); display: block; color: var(--soft); font-size: .78rem; font-weight: 400 }
    .cards td:first-child, .cards td.w, .cards td.q { grid-column: 1 / -1 }
    .cards td:first-child { font-weight: 600; font-size: 1.02rem }
    .cards td:first-child::before { display: none }
    .cards td:empty { display: none }
    @media (max-width: 45rem) {
      .list .frame { overflow: visible; max-height: none; background: none; border: 0 }
      .list table, .list tbody, .list .group th { display: block }
      .list thead { display: none }
      .list .group th { background: none; border: 0; padding: .4rem 0; white-space: normal }
      .tools .sort { display: flex }
      .list tr:not(.group) { margin-bottom: .6rem; CARD }
      .list td { CELL }
      .list td.n { text-align: left }
      .list td.w { min-width: 0 }
      .list td::before { content: var(--label); display: block; color: var(--soft); font-size: .78rem; font-weight: 400 }
      .list td:first-child, .list td.w, .list td.q { grid-column: 1 / -1 }
      .list td:first-child { font-weight: 600 }
      .list td:empty { display: none }
    }
    @media print {
      body { background: none; font-size: 11px }
      .tools { display: none }
      .frame { overflow: visible; max-height: none }
      .list thead th { position: static }
    }

    """

  /// The style with its two short hands written out.
  static func sheet(labels: String) -> String {
    text.description
      .replacing(
        "CARD",
        with: """
          display: grid; grid-template-columns: 1fr 1fr; gap: .3rem .8rem; background: var(--paper); border: 1px solid var(--line); \
          border-radius: .6rem; padding: .6rem .75rem
          """
      )
      .replacing(
        "CELL", with: "display: block; border: 0; padding: 0; text-align: left; white-space: normal; overflow-wrap: anywhere; min-width: 0")
      + labels
  }

  /// What a cell is called on its card, for each column of a table.
  static func labels(_ titles: [String], table: Int) -> String {
    titles.enumerated().map { "#t\(table) td:nth-child(\($0.offset + 1)) { --label: \"\(escaped($0.element))\" }\n" }.joined()
  }

  /// Whatever could end a string of a style, or the style itself, is written as its number.
  private static func escaped(_ title: String) -> String {
    var text = ""
    for scalar in title.unicodeScalars {
      let isPlain = scalar.value > 0x9F || scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value) || scalar == " "
      text += isPlain ? String(scalar) : "\\" + String(scalar.value, radix: 16) + " "
    }
    return text
  }
}
