import Flows
import Store
import Tables
import Values

/// Verified rows → facts: unfolded where a row carries several lines, each with its key, its digest and its place in the order.
struct FactMaker {
  let flow: any Flow
  let feed: Feed
  private let feedIndex: Int
  private let unfold: Unfold
  private let content: RowContent

  init(flow: any Flow, feed: Feed, shape: Shape?) {
    self.flow = flow
    self.feed = feed
    feedIndex = flow.feeds.firstIndex { $0.name == feed.name }!
    unfold = Unfold(schema: feed.schema, shape: shape)
    content = RowContent(schema: feed.schema)
  }

  func make(_ rows: VerifiedRows, into chunk: inout FactChunk) {
    var sources: [Int32] = []
    unfold.apply(rows, into: &chunk.rows, sources: &sources)
    chunk.heads.reserveCapacity(sources.count)
    for index in sources.indices {
      let row = chunk.rows[index]
      chunk.heads.append(
        FactChunk.Head(
          rowNumber: Int(rows.numbers[Int(sources[index])]), key: feed.keyText(row), order: flow.order(of: row, feed: feedIndex),
          amount: feed.amount.flatMap { row.money($0) }?.minor ?? 0, corrects: feed.correction.flatMap { row.boolean($0) } ?? false))
      chunk.digests.append(contentsOf: content.digest(chunk.rows, index).bytes)
    }
  }
}
