package import Flows

/// What becomes of a bank's rows when a corrected file comes: nothing is reversed, for an instruction was acted upon.
extension VouchersFlow {
  package func recalling(feed: Int) -> Recalling {
    switch feeds[feed].name {
    case "voucher-instructions":
      .never("an instruction was acted upon; send 退回 under its own number, and the right one after it")
    default: .never("a bank's statement was booked; send the difference as 存入 or 支取 on its day")
    }
  }
}
