import Flows
import Foundation
import Gifts
import Ledger
import Night
import NightKit
import Rules
import Tables
import Values

/// The gifts flow on a bench of its own: policies, catalogue rows and shipments in, chunk by chunk as a night would hand them over; states and
/// balances are kept as a store would keep them. No file, no store, no night.
struct Bench {
  let flow: GiftsFlow
  let chart: Chart
  private(set) var states: [StateKey: State] = [:]
  private(set) var books: Books
  private var balances: [AccountKey: Int64] = [:]
  private(set) var lines: [(line: Line, cells: Batch)] = []
  private(set) var decisions: [Decision] = []
  /// Who waits for their due, by state.
  private var waiting: Set<StateKey> = []
  var day: Day
  private var next: Int64 = 0

  static let shop = (supplier: "GS-A", services: "SP-A")

  /// The shipped pipeline with tables of this test's own, and some settings changed.
  init(day: String = "2026-03-31", distribution: [String]? = nil, quotas: [String]? = nil, _ changes: [(String, String)] = []) throws {
    let folder = ScratchFolder("gifts")
    let pipelines = folder.path + "/pipelines"
    try FileManager.default.copyItem(atPath: Checkout.pipelines, toPath: pipelines)
    func rewrite(_ place: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(pipelines)/gifts/\(place)"))
    }
    if let distribution {
      try rewrite("rules/distribution.csv", (Bench.distribution + distribution).joined(separator: "\n") + "\n")
      try FileManager.default.removeItem(atPath: pipelines + "/gifts/rules/distribution.examples.csv")
    }
    if let quotas { try rewrite("rules/quotas.csv", (Bench.quotas + quotas).joined(separator: "\n") + "\n") }
    var text = try String(contentsOfFile: pipelines + "/gifts/pipeline.yaml", encoding: .utf8)
    for (old, new) in changes {
      precondition(text.contains(old), "\(old) does not stand in the pipeline")
      text = text.replacing(old, with: new)
    }
    try rewrite("pipeline.yaml", text)
    let files = try PipelineFiles(folder: pipelines)
    flow = try GiftsFlow(files.pipelines.first { $0.name == "gifts" }!, seal: TrialRoot.seal)
    chart = files.chart
    books = Books(chart: chart)
    self.day = Day(iso: day)!
    for (number, kind) in [(Bench.shop.supplier, Provider.Kind.goods), (Bench.shop.services, .services)] {
      let provider = Provider(
        number, name: number, kind: kind, standings: [.init(from: Day(iso: "2026-01-01")!, isActive: true)])
      states[Provider.stateKey(number)] = provider.state()
    }
  }

  static let distribution = [
    "C,商业险保费,机构,礼品编码,数量,顺序,排他,可叠加,超额,部分发放,保费下降", "kind,input,input,output,output,output,output,output,output,output,output",
    "type,money,text,text,number,number,boolean,boolean,text,boolean,text",
  ]
  static let quotas = [
    "C,礼品编码,机构,指标,额度,比例,范围,周期,活动,退回,活动审批号,合规依据", "kind,input,input,output,output,output,output,output,output,output,output,output",
    "type,text,text,text,number,rate,text,text,text,boolean,text,text",
  ]
  /// A row that only carries the approval.
  static let approved = "QA,-,-,不限,,,保单,不限,,是,HD-1,依据"

  // MARK: what comes in

  static func policy(
    _ number: String, _ premium: String, compulsory: String? = nil, signed: String = "2026-03-30", branch: String = "深圳分公司",
    identity: String = ""
  ) -> Policy {
    func line(_ name: String, _ premium: String) -> Policy.Line {
      guard case .value(let minor) = Decimals.read(premium.utf8, places: 2) else { preconditionFailure(premium) }
      return Policy.Line(
        line: name, supplier: "SUP-A", seller: "SEL-4S", product: "P", premium: Money(minor: minor), net: .zero, vehicleTax: .zero,
        signed: Day(iso: signed)!, starts: Day(iso: "2026-04-01")!, ends: Day(iso: "2027-03-31")!, branch: branch, channel: "4S店", fact: 0)
    }
    var insured = Policy.Insured()
    insured.holder = "张三"
    insured.identity = identity
    return Policy(number: number, insured: insured, lines: [line("商业险", premium)] + (compulsory.map { [line("交强险", $0)] } ?? []))
  }

  mutating func fact(_ feed: String, from party: String = "platform", _ cells: [String: String]) -> Fact {
    let index = flow.feeds.firstIndex { $0.name == feed }!
    let schema = flow.feeds[index].schema
    var batch = Batch(width: schema.width)
    batch.appendEmptyRow()
    for (name, text) in cells where !text.isEmpty {
      let column = schema.index(of: name)!
      switch schema.fields[column].kind {
      case .money:
        guard case .value(let minor) = Decimals.read(text.utf8, places: 2) else { preconditionFailure(text) }
        batch.set(0, column, .money(Money(minor: minor)))
      case .integer: batch.set(0, column, .integer(Int64(text)!))
      case .date: batch.set(0, column, .date(Day(iso: text)!))
      case .datetime: batch.set(0, column, .moment(Moment(Day(iso: text)!, hour: 12)))
      default: batch.set(0, column, text: text)
      }
    }
    next += 1
    return Fact(id: next, feed: index, party: party, file: 1, rowNumber: Int(next), since: day, row: batch[0])
  }

  mutating func gift(
    _ code: String, price: String, stock: Int? = nil, restock: Int? = nil, isService: Bool = false, coupons: Int = 1, action: String = "新增"
  ) -> Fact {
    fact(
      "gifts",
      [
        "gift": code, "gift-name": "礼品\(code)", "kind": isService ? "服务" : "实物", "price": price, "face": price,
        "stock": stock.map { "\($0)" } ?? "", "restock": restock.map { "\($0)" } ?? "",
        "provider": isService ? Bench.shop.services : Bench.shop.supplier, "action": action, "coupons": "\(coupons)",
      ])
  }

  mutating func shipment(_ tracking: String, _ policy: String, _ name: String, _ quantity: Int, _ act: String = "发货") -> Fact {
    fact(
      "shipments", from: Bench.shop.supplier,
      ["tracking": tracking, "policy": policy, "gift-name": name, "quantity": "\(quantity)", "act": act])
  }

  // MARK: nights

  /// One night: rows and the policies that entered or changed, in the flow's one order, in chunks of a size; then passes until nothing is due.
  mutating func night(_ facts: [Fact] = [], policies: [Policy] = [], chunk: Int = 1000) {
    for policy in policies {
      let signed = policy.lines.map(\.signed).min()!
      keep(policy.state(due: Moment(min(signed, day)), rank: Policy.rank, to: flow.name))
    }
    var rest = facts
    while true {
      var items: [(Order, String, Item)] = rest.map {
        (flow.order(of: $0.row, feed: $0.feed), flow.feeds[$0.feed].keyText($0.row), .fact($0))
      }
      let end = Moment.end(of: day)
      for state in waiting.compactMap({ states[$0] }) where state.due! <= end {
        items.append((Order(rank: state.rank, at: state.due!), state.key.key, .due(state)))
      }
      if items.isEmpty { return }
      rest = []
      items.sort { ($0.0, $0.1) < ($1.0, $1.1) }
      var from = 0
      while from < items.count {
        let to = min(items.count, from + chunk)
        decide(items[from..<to].map(\.2))
        from = to
      }
    }
  }

  private mutating func decide(_ items: [Item]) {
    let run = RunName(day: day, number: 1)
    // Handed over as it stands now, and only while it is still due.
    let items = items.compactMap { item -> Item? in
      guard case .due(let state) = item else { return item }
      guard let now = states[state.key], now.due == state.due else { return nil }
      return .due(now)
    }
    var needs = Needs()
    flow.need(items, &needs)
    var known: [StateKey: State] = [:]
    var groups: [Needs.Group: [StateKey]] = [:]
    func take(_ needs: Needs) {
      for key in needs.states { known[key] = states[key] }
      for group in needs.groups {
        let found = states.values.filter { $0.key.kind == group.kind && $0.group == group.group }
        groups[group] = found.map(\.key)
        for state in found { known[state.key] = state }
      }
      for key in needs.accounts {
        let account = books.account(key.path, key.unit)
        if books.balance(account) == nil { books.load(key, balance: 0) }
      }
    }
    take(needs)
    for case .due(let state) in items { known[state.key] = state }
    var further = Needs()
    flow.follow(items, Found(known, groups: groups, run: run), &further)
    take(further)
    for case .due(let state) in items { known[state.key] = state }
    var desk = Desk(run: run, books: books, lineKinds: flow.lines, states: known, groups: groups)
    books = Books(chart: chart)
    for item in items {
      if case .due(let state) = item {
        guard var done = desk.state(state.key), done.due == state.due else { continue }
        let now = done
        done.due = nil
        desk.put(done)
        flow.decide([.due(now)], &desk)
      } else {
        flow.decide([item], &desk)
      }
    }
    for delta in desk.books.takeChanges().deltas { balances[desk.books[delta.account], default: 0] += delta.amount }
    for key in desk.changed { keep(desk.state(key)!) }
    for key in desk.removed {
      states[key] = nil
      waiting.remove(key)
    }
    lines += desk.lines.map { ($0, desk.cells[$0.kind]) }
    decisions += desk.decisions
    desk.books.forgetEntries()
    books = desk.books
  }

  private mutating func keep(_ state: State) {
    states[state.key] = state
    if state.due == nil { waiting.remove(state.key) } else { waiting.insert(state.key) }
  }

  // MARK: what stands

  func book(_ policy: String) -> GrantBook? { states[GrantBook.stateKey(policy)].map { GrantBook(key: policy, rows: $0.rows) } }
  func grant(_ policy: String, _ gift: String) -> GrantBook.Grant? { book(policy)?[gift] }
  func gift(_ code: String) -> Gift? { states[Gift.stateKey(code)].map { Gift(key: code, rows: $0.rows) } }
  func all<Kind: Remembered>(_ kind: Kind.Type) -> [Kind] {
    states.values.filter { $0.key.kind == Kind.kind }.sorted { $0.key < $1.key }.map { Kind(key: $0.key.key, rows: $0.rows) }
  }

  func balance(_ name: String, _ segments: String..., unit: Values.Unit = .cny, kind: AccountKind = .memo) -> Int64 {
    balances[AccountKey(AccountPath(kind, segments: [name] + segments), unit)] ?? 0
  }

  /// Texts of a column over the lines of a kind that say so: 未发 with their reason.
  func said(_ kind: String, _ policy: String? = nil, standing: String) -> [String] {
    let index = flow.lines.firstIndex { $0.name == kind }!
    let schema = flow.lines[index].schema
    return lines.filter { $0.line.kind == index }.compactMap { line, cells in
      func text(_ name: String) -> String { Canonical.text(cells[line.row, schema.index(of: name)!], in: cells) }
      guard text("standing") == standing, policy == nil || text("policy") == policy else { return nil }
      return [text("policy"), text("gift"), text("pieces"), text("amount"), text("why"), text("detail")].joined(separator: " ")
    }
  }
}
