import ArgumentParser

/// `settle rules`: decision tables looked over, tried, converted, and held against what past nights did.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Decision tables: look them over, try cases, convert them, see what past nights made of them.",
    subcommands: [RulesCheck.self, RulesEval.self, RulesConvert.self, RulesCoverage.self, RulesRehearse.self])
}

/// The language of remarks and titles; `--lang` of every command that speaks to business people.
enum Language: String, ExpressibleByArgument { case zh, en }
