import Ledger
import Testing
import Values

@Suite("Names for beancount")
struct BeancountNameTests {
  @Test(
    "Account names stay readable",
    arguments: [
      ("liability:payable:CH-A", "Liabilities:Payable:0CH-A"), ("asset:receivable:人保财险", "Assets:Receivable:0人保财险"),
      ("memo:funds:B1", "Equity:1Memo:Funds:0B1"), ("stock:gift:g-1", "Assets:1Stock:Gift:G-1"),
      ("quota:left:a_b", "Assets:1Quota:Left:A--5f-b"),
      ("expense:fee", "Expenses:Fee"), ("income:0", "Income:00"), ("equity:1Memo", "Equity:01Memo"), ("asset:a--", "Assets:A--2d--"),
    ])
  func accounts(path: String, name: String) throws {
    let path = try #require(AccountPath(path))
    #expect(BeancountName.account(path) == name)
    #expect(BeancountName.path(name) == path)
  }

  @Test("Every account comes back from its name, and no two share one")
  func accountsReturn() {
    var chance = Chance(2)
    var seen: [String: AccountPath] = [:]
    for _ in 0..<5000 {
      let kind = AccountKind.allCases.randomElement(using: &chance)!
      let path = AccountPath(kind, segments: (0..<Int.random(in: 1...3, using: &chance)).map { _ in chance.awkwardText() })
      let name = BeancountName.account(path)
      #expect(BeancountName.path(name) == path)
      #expect(seen[name, default: path] == path)
      seen[name] = path
      for component in name.split(separator: ":", omittingEmptySubsequences: false) {
        #expect(component.wholeMatch(of: /[A-Z0-9][A-Za-z0-9\u{4E00}-\u{9FA5}-]*/) != nil, "\(name)")
      }
    }
  }

  @Test(
    "A name that no account has is not read",
    arguments: [
      "Assets", "Assets:", "Assets:a", "Assets:1Cash:X", "Cash:X", "Assets:0--zz-", "Assets:0--4eba", "Assets:0--61-", "Assets:0a",
    ])
  func foreign(name: String) {
    #expect(BeancountName.path(name) == nil)
  }

  @Test(
    "Units stay readable",
    arguments: [
      ("CNY", "CNY"), ("stock:P-MOTOR", "U.STOCK.'P-MOTOR"), ("C", "U.'C"), ("usd", "U.USD"), ("TRUE", "U.'TRUE"), ("券", "U._5238__Z"),
      ("", "U._Z"),
    ])
  func currencies(code: String, currency: String) {
    #expect(BeancountName.currency(code) == currency)
    #expect(BeancountName.code(currency) == code)
  }

  @Test("Every unit that is short enough comes back, the others are told apart by digest, and all are names beancount takes")
  func currenciesReturn() {
    var chance = Chance(3)
    var seen: [String: [UInt8]] = [:]
    for _ in 0..<5000 {
      let code = chance.awkwardText()
      let currency = BeancountName.currency(code)
      #expect(currency.wholeMatch(of: /[A-Z][A-Z0-9'._-]{0,22}[A-Z0-9]/) != nil, "\(currency)")
      if !currency.hasPrefix("D.") { #expect(BeancountName.code(currency).map { Array($0.utf8) } == Array(code.utf8)) }
      #expect(seen[currency, default: Array(code.utf8)] == Array(code.utf8))
      seen[currency] = Array(code.utf8)
    }
    #expect(BeancountName.currency("stock:一个非常长的名字没有办法写短").hasPrefix("D."))
    #expect(BeancountName.code("D.0123456789ABCDEF012345") == nil)
  }
}
