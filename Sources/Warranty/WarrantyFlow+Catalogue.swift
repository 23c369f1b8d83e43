import Flows
import Tables
import Values

/// What a manufacturer enters before anything is sold: its main products, its demands with what the library has for them, its choices, which become
/// products. (domain.md 4.4–4.13)
extension WarrantyFlow {
  func keepClause(_ fact: Fact, _ desk: inout Desk) {
    func text(_ name: String) -> String { self.text(fact, name) }
    desk.remember(
      Clause(text("clause"), category: text("category"), type: text("type"), title: text("title"), text: text("text")),
      group: Clause.library)
    desk.settle(fact)
  }

  func keepMainProduct(_ fact: Fact, _ desk: inout Desk) {
    func text(_ name: String) -> String { self.text(fact, name) }
    let fields = fields(fact)
    desk.remember(
      MainProduct(
        manufacturer: fact.party, model: text("model"), brand: text("brand"), name: text("name"), category: text("category"),
        price: fields.money(fact.row, "price") ?? .zero, months: Int(fields.integer(fact.row, "months") ?? 0),
        launched: fields.date(fact.row, "launched") ?? desk.day, run: "\(desk.run)"), group: fact.party)
    desk.settle(fact)
  }

  // MARK: demands

  /// The library and what is known of its words, once for all demands of a chunk.
  struct Library {
    let clauses: [(clause: Clause, grams: TextOverlap.Grams)]
    let words: TextOverlap

    init(_ desk: Desk) {
      clauses = desk.group(Clause.kind, Clause.library).map { state in
        let clause = Clause(key: state.key.key, rows: state.rows)
        return (clause, TextOverlap.grams(clause.title + "\n" + clause.text))
      }
      words = TextOverlap(clauses.map(\.grams))
    }
  }

  private struct Suggestion {
    var type: String
    var code: String
    var title: String
    var score: Int64
    var overlap: Rate
    var reasons: String
  }

  /// The same or similar products of the manufacturer's own, cases and clauses, ranked, each with its score and why. (domain.md 4.9, E13)
  func suggest(_ fact: Fact, _ library: inout Library?, _ desk: inout Desk) {
    let fields = fields(fact)
    let model = text(fact, "model")
    guard let main = desk.recall(MainProduct.self, MainProduct.key(fact.party, model)) else {
      return desk.wait(fact, WarrantyReasons.modelUnknown, model)
    }
    let demand = Demand(
      manufacturer: fact.party, number: text(fact, "demand"), model: model, months: Int(fields.integer(fact.row, "months") ?? 0),
      price: fields.money(fact.row, "price") ?? .zero, text: text(fact, "text"), run: "\(desk.run)")
    desk.remember(demand, group: fact.party)
    let known = library ?? Library(desk)
    library = known
    let wanted = TextOverlap.grams([demand.text, main.category, main.name].joined(separator: "\n"))
    var found: [Suggestion] = []
    func add(_ traits: SimilarityTable.Traits, _ code: String, _ title: String) {
      let (score, reasons) = similarity.score(traits)
      guard score >= Int64(terms.leastScore) * 1_000_000 else { return }
      found.append(Suggestion(type: traits.type, code: code, title: title, score: score, overlap: traits.overlap, reasons: reasons))
    }
    for (clause, grams) in known.clauses {
      add(
        SimilarityTable.Traits(
          type: clause.type, sameCategory: clause.category == main.category, isGeneral: Clause.general.contains(clause.category),
          sameBrand: false, overlap: known.words.overlap(wanted, grams)), clause.key, clause.title)
    }
    for state in desk.group(WarrantyProduct.kind, fact.party) {
      let product = WarrantyProduct(key: state.key.key, rows: state.rows)
      let gap = (product.price - demand.price).minor.magnitude
      add(
        SimilarityTable.Traits(
          type: "产品", sameCategory: product.category == main.category, isGeneral: false, sameBrand: product.brand == main.brand,
          priceGap: Rate.share(Int64(gap), of: demand.price.minor), monthGap: abs(product.months - demand.months),
          overlap: known.words.overlap(wanted, TextOverlap.grams([product.name, product.coverage, product.terms].joined(separator: "\n")))),
        product.code, product.name)
    }
    // Ties stand in the order of their codes.
    found.sort { ($1.score, $0.code, $0.type) < ($0.score, $1.code, $1.type) }
    for (index, suggestion) in found.prefix(terms.suggestions).enumerated() {
      desk.line(WarrantyLine.suggestion.rawValue, part: fact.party, fact: fact) { cells, row in
        func set(_ column: WarrantyLine.Suggestion, _ text: String) { if !text.isEmpty { cells.set(row, column.rawValue, text: text) } }
        set(.demand, demand.number)
        set(.model, model)
        cells.set(row, WarrantyLine.Suggestion.rank.rawValue, .integer(Int64(index + 1)))
        set(.type, suggestion.type)
        set(.code, suggestion.code)
        set(.title, suggestion.title)
        cells.set(row, WarrantyLine.Suggestion.score.rawValue, .number(millionths: suggestion.score))
        cells.set(row, WarrantyLine.Suggestion.overlap.rawValue, .rate(suggestion.overlap))
        set(.reasons, suggestion.reasons)
      }
    }
    desk.settle(fact)
  }

  // MARK: choices

  /// A choice becomes a product: its period, its price, its terms and where its QR code leads. (domain.md 4.10–4.13)
  func make(_ fact: Fact, _ desk: inout Desk) {
    let (row, fields) = (fact.row, fields(fact))
    func text(_ name: String) -> String { self.text(fact, name) }
    var product = WarrantyProduct(manufacturer: fact.party, code: text("product"))
    guard WarrantyProduct.isCode(product.code) else { return desk.reject(fact, WarrantyReasons.codeUnusable, product.code) }
    guard let effect = ServicePeriod.Effect(reading: text("effect")) else {
      return desk.reject(fact, WarrantyReasons.effectUnknown, text("effect"))
    }
    product.effect = effect
    product.fixed = effect == .fixedDay ? fields.date(row, "fixed") : nil
    if effect == .fixedDay && product.fixed == nil { return desk.reject(fact, WarrantyReasons.effectUnknown, effect.rawValue) }
    product.type = WarrantyProduct.Kind(rawValue: text("type")) ?? .sold
    product.price = fields.money(row, "price") ?? .zero
    if product.price.isZero && product.type == .sold { return desk.reject(fact, WarrantyReasons.priceMissing) }
    guard let demand = desk.recall(Demand.self, Demand.key(fact.party, text("demand"))) else {
      return desk.wait(fact, WarrantyReasons.demandUnknown, text("demand"))
    }
    guard demand.model == text("model") else {
      return desk.reject(fact, WarrantyReasons.choiceOtherModel, "\(demand.number)：\(demand.model)")
    }
    guard let main = desk.recall(MainProduct.self, MainProduct.key(fact.party, demand.model)) else {
      return desk.wait(fact, WarrantyReasons.modelUnknown, demand.model)
    }
    var passages: [String] = []
    for number in WarrantyFlow.numbers(in: text("clauses")) {
      guard let clause = desk.recall(Clause.self, number) else { return desk.wait(fact, WarrantyReasons.clauseUnknown, number) }
      guard clause.type != Clause.caseType, clause.fits(main.category) else {
        return desk.reject(fact, WarrantyReasons.clauseUnfit, "\(number)：\(clause.type)，\(clause.category)")
      }
      product.clauses.append(number)
      passages.append("\(passages.count + 1). \(clause.title)（\(number)）\n\(clause.text)")
    }
    if !text("own-terms").isEmpty { passages.append("\(passages.count + 1). 特别约定\n\(text("own-terms"))") }
    product.terms = passages.joined(separator: "\n\n")
    product.digest = Digest(of: product.terms).hex
    product.demand = demand.number
    product.model = main.model
    product.brand = main.brand
    product.category = main.category
    product.warranty = main.months
    product.months = Int(fields.integer(row, "months") ?? 0)
    product.limit = Int(fields.integer(row, "limit") ?? 0)
    product.coverage = text("coverage")
    let name = main.name.hasPrefix(main.brand) ? main.name : "\(main.brand) \(main.name)"
    product.name = text("title").isEmpty ? "\(name) 延保 \(product.months) 个月" : text("title")
    product.link = terms.link(manufacturer: fact.party, product: product.code)
    product.guide = terms.guide
    product.when = product.wording(terms.count)
    product.created = desk.day
    product.run = "\(desk.run)"
    desk.remember(product, group: fact.party)
    desk.settle(fact, WarrantyReasons.productMade, product.code)
  }

  // MARK: sales of main products

  private func period(of fact: Fact) -> Day? {
    let digits = text(fact, "period").split(whereSeparator: { !$0.isNumber })
    guard let first = digits.first else { return nil }
    if digits.count == 1, first.utf8.count == 6 { return Day(year: Int(first.prefix(4))!, month: Int(first.suffix(2))!, day: 1) }
    guard digits.count == 2, first.utf8.count == 4, let year = Int(first), let month = Int(digits[1]) else { return nil }
    return Day(year: year, month: month, day: 1)
  }

  func soldKey(_ fact: Fact) -> String {
    "\(fact.party)/\(text(fact, "model"))/\(period(of: fact).map { "\($0)" } ?? text(fact, "period"))"
  }

  /// A month told again counts what it adds to what was told before. (domain.md B5-9)
  func countSold(_ fact: Fact, _ desk: inout Desk) {
    guard let month = period(of: fact) else { return desk.reject(fact, WarrantyReasons.periodUnclear, text(fact, "period")) }
    let key = soldKey(fact)
    let quantity = fields(fact).integer(fact.row, "quantity") ?? 0
    var event = Event(.sales, model: text(fact, "model"), at: month)
    event.sold = quantity - (desk.recall(SoldCount.self, key)?.quantity ?? 0)
    desk.remember(SoldCount(key, quantity: quantity))
    event.tell(&desk, part: fact.party, about: fact.id)
    desk.settle(fact)
  }
}
