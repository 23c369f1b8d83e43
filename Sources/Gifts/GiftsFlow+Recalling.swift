package import Flows

/// What becomes of gifts when a corrected file comes. A recalled policy changes its gifts by the policy register, the same night; parcels that were sent
/// and coupons that were used were sent and used.
extension GiftsFlow {
  package func recalling(feed: Int) -> Recalling {
    switch feeds[feed].name {
    case "shipments": .never("a parcel was sent; send 退回 for it, and the right shipment under its own tracking number")
    case "redemptions": .never("a coupon is used once; its provider settles what is wrong with its customer")
    default: .never(Recalling.actsStand)
    }
  }
}
