package import Flows

/// What becomes of a manufacturer's rows when a corrected file comes: cover that began is ended by a cancellation, not by a file.
extension WarrantyFlow {
  package func recalling(feed: Int) -> Recalling {
    switch feeds[feed].name {
    case "warranty-orders": .never("cover that was bought stands; send it in warranty-cancellations, and the right order under a number of its own")
    default: .never(Recalling.actsStand)
    }
  }
}
