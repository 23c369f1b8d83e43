package import Flows

/// What becomes of a card's rows when a corrected file comes: nothing is reversed, for each of them is an act on a balance; what undoes it is another row.
extension CardsFlow {
  package func recalling(feed: Int) -> Recalling {
    switch feeds[feed].name {
    case "card-transactions": .never("a transaction happened; send 撤销 or 冲正 for each wrong one, and the right one under its own number")
    case "card-claims": .never("a claim is paid once; a late or corrected transaction recomputes it, so send that")
    default: .never("cards that were issued are not taken back by a file; send 退货 for what was bought, and a new order")
    }
  }
}
