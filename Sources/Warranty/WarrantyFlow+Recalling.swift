package import Flows

/// What becomes of a manufacturer's rows when a corrected file comes: cover that began is ended by a cancellation, not by a file.
extension WarrantyFlow {
  package func recalling(feed: Int) -> Recalling {
    switch feeds[feed].name {
    case "warranty-orders":
      .never("cover that was bought stands; cancel it in warranty-cancellations, and send the right order anew")
    default: .never(Recalling.actsStand)
    }
  }
}
