import Flows
import Values
import Yams

/// `pipeline.yaml` as settings that know their place.
enum YamlSettings {
  static func read(_ text: String, file: String) throws(Fault) -> Setting {
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch {
      throw Fault(
        .setting, code: "yaml-wrong", place: file, cause: "the file is not well-formed YAML: \(error)",
        remedy: "compare indentation and colons with the shipped file")
    }
    return try setting(node ?? Node.mapping(Node.Mapping([])), file: file, name: "")
  }

  private static func setting(_ node: Node, file: String, name: String) throws(Fault) -> Setting {
    let row = node.mark.map { " row \($0.line)" } ?? ""
    let place = "\(file)\(row)" + (name.isEmpty ? "" : " (\(name))")
    switch node {
    case .scalar(let scalar): return Setting(.scalar(scalar.string), place: place)
    case .sequence(let sequence):
      var items: [Setting] = []
      for item in sequence { items.append(try setting(item, file: file, name: name)) }
      return Setting(.list(items), place: place)
    case .mapping(let mapping):
      var entries: [(name: String, value: Setting)] = []
      for (key, value) in mapping {
        let entry = key.string ?? ""
        if entries.contains(where: { $0.name == entry }) {
          throw Fault(
            .setting, code: "setting-twice", place: "\(place) (\(entry))", cause: "the setting stands here twice",
            remedy: "remove one of the two")
        }
        entries.append((entry, try setting(value, file: file, name: entry)))
      }
      return Setting(.map(entries), place: place)
    case .alias:
      throw Fault(.setting, code: "yaml-wrong", place: place, cause: "YAML aliases are not read here", remedy: "write the value out")
    }
  }
}
