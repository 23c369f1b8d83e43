import NightKit
import Values

/// What suppliers drop from night to night, in every flow, from a seed: lists, their endorsements, sheets of sellers, cards and what is paid with
/// them, vouchers on their way, gifts and parcels, warranties and repairs. Knows what is sent, not what becomes of it.
struct Traffic {
  struct Drop {
    var party: String
    var feed: String
    var name: String
    var text: String
  }

  private var random: Numbers
  private var number = 0
  private var policies: [(number: String, line: String, supplier: String, seller: String, premium: Int)] = []
  private var cards: [(account: String, payments: [String])] = []
  private var vouchers: [(number: String, step: Int)] = []
  private var orders: [(number: String, serial: String, isPaid: Bool)] = []

  init(seed: Int) { random = Numbers(seed: UInt64(seed)) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  private mutating func any<Element>(_ items: [Element]) -> Element { items.randomElement(using: &random)! }
  private mutating func fen(_ range: ClosedRange<Int>) -> String { Traffic.yuan(Int.random(in: range, using: &random)) }
  private mutating func next(_ prefix: String) -> String {
    number += 1
    return prefix + "\(100_000 + number)"
  }
  static func yuan(_ fen: Int) -> String { "\(fen / 100).\(fen % 100 / 10)\(fen % 10)" }

  private static let suppliers = ["SUP-1", "SUP-2"]
  private static let sellers = ["SEL-1", "SEL-2", "SEL-3"]

  /// Everything of one night; the first begins with the registers.
  mutating func night(_ index: Int, on day: Day) -> [Drop] {
    let day = day.description
    var drops = index == 0 ? registers(day) : []
    for supplier in Self.suppliers { drops += list(of: supplier, day) }
    drops += endorsements(day) + sellersSheet(day) + payments(index, day) + cardsOfTheDay(day) + vouchersOfTheDay(day) + gifts(day)
    drops += warranties(day)
    return drops
  }

  private func registers(_ day: String) -> [Drop] {
    let business = ["4S店", "经纪", "汽修厂", "代理", "代理"]
    let merchants = (Self.sellers + Self.suppliers).enumerated().map {
      "\($0.element),商户\($0.element),\(Evening.creditCode("91440300MA5FABC\($0.offset)1")),\(business[$0.offset])\n"
    }
    return [
      Drop(party: "platform", feed: "merchants", name: "m.csv", text: "商户号,商户名称,统一社会信用代码,主营类型\n" + merchants.joined()),
      Drop(
        party: "platform", feed: "credit", name: "l.csv",
        text: "商户号,信用额度,生效日期\n" + Self.sellers.map { "\($0),90000.00,\(day)\n" }.joined()),
      Drop(
        party: "platform", feed: "parties", name: "p.csv",
        text: "参与方,名称,角色,状态\nBANK-A,甲方银行,bank,启用\nBANK-B,乙方银行,bank,启用\nINS-P,平安产险,insurer,启用\nISS-A,甲超市,issuer,启用\n"),
      Drop(
        party: "platform", feed: "gift-providers", name: "g.csv",
        text: "提供商,名称,类别,状态,生效日期\nGS-A,粤礼供应链,供货商,启用,2026-01-01\nSP-A,车管家服务,服务商,启用,2026-01-01\n"),
      Drop(
        party: "platform", feed: "gifts", name: "gifts.csv",
        text: "礼品编码,礼品名称,类别,品类,单价,面值,库存,提供商,动作\nKETTLE,车载水杯,实物,水杯,49.90,49.90,100,GS-A,新增\n"
          + "RESCUE,道路救援,服务,道路救援,60.00,60.00,,SP-A,新增\n"),
      Drop(
        party: "platform", feed: "manufacturers", name: "f.csv",
        text: "厂商,名称,统一社会信用代码\nMF-A,星云科技有限公司,\(Evening.creditCode("91440300MA5WARRA1"))\n"),
      Drop(
        party: "platform", feed: "clauses", name: "c.csv",
        text: "条款编号,品类,类型,标题,正文\nT-01,手机,条款,手机屏幕与主板延保,服务期内屏幕、主板出现性能故障，免费维修。\nT-02,通用,条款,不予保修的情形,人为损坏不在保修范围内。\n"),
      Drop(
        party: "MF-A", feed: "main-products", name: "n.csv", text: "品牌,型号,名称,品类,售价,保修期限,上市时间\n星云,N1,星云 N1 手机,手机,2999.00,12,2020-01-01\n"),
      Drop(party: "MF-A", feed: "warranty-demands", name: "d.csv", text: "需求号,型号,期望服务期,期望价格,说明\nX-01,N1,24,299.00,希望保修期满后再延长两年。\n"),
      Drop(
        party: "MF-A", feed: "warranty-choices", name: "w.csv",
        text: "产品编码,需求号,型号,服务期,生效方式,价格,条款编号,保修范围,次数上限\nYB-24,X-01,N1,24,保修期满,299.00,\"T-01,T-02\",屏幕与主板的性能故障,2\n"),
      Drop(
        party: "BANK-A", feed: "accounts", name: "a.csv",
        text: "账号,户名,日期,资金,授信额度,冻结余额\n622000111,粤通贸易公司,\(day),500000.00,100000.00,0.00\n"),
      Drop(
        party: "BANK-B", feed: "accounts", name: "b.csv",
        text: "账号,户名,日期,资金,授信额度,冻结余额\n955000222,平安产险收款户,\(day),0.00,0.00,0.00\n"),
    ]
  }

  private mutating func list(of supplier: String, _ day: String) -> [Drop] {
    var text = "保单号,险种,产品编码,销售商,保费,签单日期,起保日期,终保日期,机构,渠道,车牌号,投保人\n"
    for _ in 0..<Int.random(in: 2...5, using: &random) {
      let line = chance(70) ? "商业险" : "交强险"
      // Now and then of a seller nobody knows: it waits to the end.
      let seller = chance(4) ? "SEL-9" : any(Self.sellers)
      let premium = Int.random(in: 80_000...900_000, using: &random)
      let policy = next("PDAA2026")
      var cell = Traffic.yuan(premium)
      if chance(4) { cell = cell.replacing(".", with: "x") } else { policies.append((policy, line, supplier, seller, premium)) }
      let row = "\(policy),\(line),P-1,\(seller),\(cell),\(day),2026-03-01,2027-02-28,深圳分公司,4S店,粤B\(10_000 + number % 89_999),张三\n"
      text += row
      // The same row twice, or a second version of it: both stand still.
      if chance(5) { text += row }
      if chance(3) { text += row.replacing(",张三", with: ",李四").replacing(cell, with: cell + "1") }
    }
    return [Drop(party: supplier, feed: "underwriting", name: "list-\(day).csv", text: text)]
  }

  private mutating func endorsements(_ day: String) -> [Drop] {
    guard chance(60), let policy = policies.randomElement(using: &random) else { return [] }
    let type = policy.line == "商业险" && chance(25) ? "退保" : "减保"
    let change = type == "退保" ? "" : "-\(fen(100...9_000))"
    let text =
      "批单号,保单号,险种,批改类型,保费变化,批改日期,生效日期,批改时间\n"
      + "\(next("PD")),\(policy.number),\(policy.line),\(type),\(change),\(day),\(day),\(day) 10:00:00\n"
    // One in ten comes from the supplier that did not send the policy.
    let sender = chance(10) ? any(Self.suppliers) : policy.supplier
    return [Drop(party: sender, feed: "endorsements", name: "pd-\(day).csv", text: text)]
  }

  private mutating func sellersSheet(_ day: String) -> [Drop] {
    guard chance(30), let policy = policies.randomElement(using: &random) else { return [] }
    let text = "保单号,险种,应付金额\n\(policy.number),\(policy.line),\(Traffic.yuan(policy.premium / 10))\n"
    return [Drop(party: policy.seller == "SEL-9" ? "SEL-1" : policy.seller, feed: "expenditure", name: "mine-\(day).csv", text: text)]
  }

  private mutating func payments(_ index: Int, _ day: String) -> [Drop] {
    guard index > 3, chance(40) else { return [] }
    let statement = "JS-\(day.replacing("-", with: ""))-\(any(Self.suppliers))-01"
    let text =
      "付款号,结算单号,收款方,金额,付款日期,结果,原因\n\(next("F")),\(statement),\(any(Self.sellers)),\(fen(100...5_000)),\(day),\(chance(80) ? "成功" : "失败"),\n"
    return [Drop(party: "finance", feed: "payments", name: "paid-\(day).csv", text: text)]
  }

  private mutating func cardsOfTheDay(_ day: String) -> [Drop] {
    var drops: [Drop] = []
    if cards.count < 3 || chance(30) {
      let account = next("NA")
      cards.append((account, []))
      drops.append(
        Drop(
          party: "ISS-A", feed: "card-orders", name: "orders-\(day).csv",
          text: "订单号,网络账户,卡种,记名,预付金额,赠送金额,购卡日期,保险公司\n\(next("D")),\(account),储值卡,是,\(fen(100_000...1_200_000)),,\(day),INS-P\n"))
      drops.append(
        Drop(
          party: "INS-P", feed: "card-policies", name: "cp-\(day).csv",
          text: "子卡号,保单号,起保日期,终保日期,保险金额,保费,免赔额\n\(account)-01,\(next("PL")),\(day),2027-02-28,5000.00,25.00,\n"))
    }
    var text = "流水号,终端号,批次号,网络账户,交易时间,交易类型,交易金额,子卡号,原终端号,原批次号,原流水号\n"
    for turn in 0..<Int.random(in: 2...6, using: &random) {
      let card = Int.random(in: 0..<cards.count, using: &random)
      let (sequence, at) = (next(""), "\(day) 1\(turn):0\(turn):00")
      let account = cards[card].account
      if chance(20), let original = cards[card].payments.randomElement(using: &random) {
        text += "\(sequence),T1,,\(account),\(at),\(chance(50) ? "撤销" : "退货"),\(fen(100...3_000)),,,,\(original)\n"
      } else if chance(15) {
        text += "\(sequence),T1,,\(account),\(at),充值,\(fen(1_000...90_000)),,,,\n"
      } else {
        cards[card].payments.append(sequence)
        text += "\(sequence),T1,,\(account),\(at),消费,\(fen(100...60_000)),,,,\n"
      }
    }
    drops.append(Drop(party: "ISS-A", feed: "card-transactions", name: "tx-\(day).csv", text: text))
    if chance(10) {
      drops.append(
        Drop(
          party: "ISS-A", feed: "card-claims", name: "claims-\(day).csv",
          text: "赔付申请号,网络账户,原因代码,申请时间\n\(next("C")),\(any(cards).account),R01,\(day) 18:00:00\n"))
    }
    return drops
  }

  private static let instructions = "指令号,指令类型,发起人,指令时间,凭证号,投保人,保险人,账号,冻结类型,保险费,产品,收款账号,收证期限,解付期限,请求号,保单号\n"

  private mutating func vouchersOfTheDay(_ day: String) -> [Drop] {
    var (bankA, bankB, insurer, confirmed) = ("", "", "", "")
    for index in vouchers.indices where vouchers[index].step < 3 && chance(50) {
      let voucher = vouchers[index].number
      switch vouchers[index].step {
      case 0: bankB += "\(next("S")),收证,保险人,\(day) 10:00:00,\(voucher),,,,,,,,,,,\n"
      case 1 where chance(20): bankA += "\(next("T")),退回,投保人,\(day) 10:30:00,\(voucher),,,,,,,,,,,\n"
      case 1:
        let policy = next("HY")
        confirmed += "\(policy),P-FLIGHT,3196.82,已承保\n"
        insurer += "\(next("J")),申请解付,保险人,\(day) 11:00:00,\(voucher),,,,,,,,,,,\(policy)\n"
      default: break
      }
      vouchers[index].step += 1
    }
    if chance(70) {
      let key = next("K")
      vouchers.append(("PZ-BANK-A-\(key)", 0))
      let deadline = Day(iso: day)!
      bankA +=
        "\(key),开证,投保人,\(day) 09:00:00,,粤通贸易公司,INS-P,622000111,\(chance(70) ? "资金" : "授信"),3196.82,P-FLIGHT,955000222,"
        + "\(deadline.advanced(by: 2)) 18:00:00,\(deadline.advanced(by: 6)),,\n"
    }
    var drops: [Drop] = []
    for (party, text) in [("BANK-A", bankA), ("BANK-B", bankB), ("INS-P", insurer)] where !text.isEmpty {
      drops.append(Drop(party: party, feed: "voucher-instructions", name: "v-\(day).csv", text: Self.instructions + text))
    }
    if !confirmed.isEmpty {
      drops.append(Drop(party: "INS-P", feed: "insurance-confirmations", name: "i-\(day).csv", text: "保单号,产品,保险费,状态\n" + confirmed))
    }
    return drops
  }

  private mutating func gifts(_ day: String) -> [Drop] {
    // Of a policy some days old: what it is given was told by then.
    guard chance(40), let policy = policies.dropLast(12).randomElement(using: &random) else { return [] }
    let parcel = next("SF")
    return [
      Drop(
        party: "GS-A", feed: "shipments", name: "sf-\(day).csv",
        text: "快递单号,保单号,礼品名称,数量,动作\n\(parcel),\(policy.number),车载水杯,1,发货\n")
    ]
  }

  private mutating func warranties(_ day: String) -> [Drop] {
    var text = "订单号,产品编码,姓名,手机号,主商品识别号,购买日期,支付方式,支付状态,支付金额,支付流水\n"
    func row(_ order: (number: String, serial: String, isPaid: Bool), _ state: String) -> String {
      "\(order.number),YB-24,张三,13800138000,\(order.serial),2026-01-31,微信,\(state),299.00,Z\(order.number)\n"
    }
    for index in orders.indices where !orders[index].isPaid && chance(60) {
      orders[index].isPaid = true
      text += row(orders[index], chance(85) ? "成功" : "失败")
    }
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let number = next("D")
      orders.append((number, "SN\(number)", chance(60)))
      text += row(orders.last!, orders.last!.isPaid ? "成功" : "处理中")
    }
    var drops = [Drop(party: "MF-A", feed: "warranty-orders", name: "o-\(day).csv", text: text)]
    if chance(12) {
      drops.append(
        Drop(party: "MF-A", feed: "warranty-cancellations", name: "x-\(day).csv", text: "订单号,退保日期,原因\n\(any(orders).number),\(day),取消\n"))
    }
    if chance(20) {
      drops.append(
        Drop(
          party: "MF-A", feed: "repairs", name: "r-\(day).csv",
          text: "报修号,主商品识别号,手机号,报修日期,故障说明\n\(next("R")),\(any(orders).serial),13800138000,\(day),屏幕\n"))
    }
    return drops
  }
}
