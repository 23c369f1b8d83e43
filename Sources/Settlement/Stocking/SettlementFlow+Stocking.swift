import Flows
import Tables
import Values

/// What a settled or cancelled policy does to its product's stock, and who is told. (domain.md 0.28, 0.29, B1-19, E4, E5)
extension SettlementFlow {
  /// One policy line sold.
  func sell(_ fact: Fact, _ product: Product?, seller: String, _ desk: inout Desk) {
    guard let product, let version = product.published else { return }
    move(product, version, by: -1, fact, seller: seller, &desk)
  }

  /// One policy line taken back: the stock returns, where the setting says so.
  func takeBack(_ product: Product?, _ fact: Fact, seller: String, _ desk: inout Desk) {
    guard terms.cancellationRestocks, let product, let version = product.published else { return }
    move(product, version, by: 1, fact, seller: seller, &desk)
  }

  /// One policy line that never was: its piece was not sold.
  func putBack(_ product: Product?, _ fact: Fact, seller: String, _ desk: inout Desk) {
    guard let product, let version = product.published else { return }
    move(product, version, by: 1, fact, seller: seller, &desk)
  }

  private func move(_ product: Product, _ version: Product.Version, by count: Int64, _ fact: Fact, seller: String, _ desk: inout Desk) {
    var stock = desk.recall(Stock.self, product.key) ?? Stock(product.key, version: version.digest, remaining: version.remaining)
    if stock.version != version.digest { stock = Stock(product.key, version: version.digest, remaining: version.remaining) }
    stock.remaining += count
    stock.sold -= count
    if stock.remaining > version.alert { stock.isAlerted = false }
    // Presale raises no alert; nor does what was told already.
    if product.status(on: desk.day) == .onSale, count < 0 {
      if stock.remaining <= version.alert, !stock.isAlerted {
        stock.isAlerted = true
        alert("库存预警", product.code, "剩余 \(stock.remaining)，预警数量 \(version.alert)，请自主下架或补货", Set([product.merchant, seller]), fact, &desk)
      }
      if stock.remaining < 0 {
        alert("超售", product.code, "剩余 \(stock.remaining)", Set([product.merchant, seller]), fact, &desk)
      }
    }
    desk.remember(stock, group: product.merchant)
  }

  /// Tells parties something that asks for their action.
  func alert(_ kind: String, _ object: String, _ text: String, _ parties: Set<String>, _ fact: Fact, _ desk: inout Desk) {
    for party in parties.sorted() {
      desk.line(3, part: party, fact: fact) { cells, row in
        cells.set(row, AlertLine.Column.alert.rawValue, text: kind)
        cells.set(row, AlertLine.Column.object.rawValue, text: object)
        cells.set(row, AlertLine.Column.message.rawValue, text: text)
      }
    }
  }
}
