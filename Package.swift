// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house, lowest first. A room imports only rooms below it; `Tests/HouseTests` holds this table to it.
let isFuzzed = Context.environment["SETTLE_FUZZ"] != nil
let house: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library"])] : [])

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

/// What is tested is optimized as it ships; the tests themselves are not, which builds in a third of the time.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: house + [.unsafeFlags(["-Onone"])])
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "settle",
  products: [.executable(name: "settle", targets: ["App"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // 0 · C libraries: a module map and a shim each, no logic
    .systemLibrary(name: "CCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .target(name: "CDeflate", linkerSettings: [.linkedLibrary("z")]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CFreeXL", pkgConfig: "freexl", providers: [.apt(["libfreexl-dev"])]),
    .systemLibrary(name: "CUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CQRCode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLinux"),
    // 1–2 · what everything speaks of
    room("Values", ["CCrypto"]),
    room("Tables", ["Values"]),
    // 3 · mechanisms without files
    room("Rules", ["Values", "Tables"]),
    room("Ledger", ["Values"]),
    room("Codes", ["Values", "CQRCode", "CPNG"]),
    // 4 · the contract between the night and a flow
    room("Flows", ["Values", "Tables", "Rules", "Ledger"]),
    // 5 · the business wing
    room("Parties", ["Values", "Tables", "Rules", "Ledger", "Flows"]),
    room("Settlement", ["Values", "Tables", "Rules", "Ledger", "Flows"]),
    room("Gifts", ["Values", "Tables", "Rules", "Ledger", "Flows"]),
    room("Vouchers", ["Values", "Tables", "Rules", "Ledger", "Flows"]),
    room("Warranty", ["Values", "Tables", "Rules", "Ledger", "Flows"]),
    room("PrepaidCards", ["Values", "Tables", "Rules", "Ledger", "Flows"]),
    // 5 · the device wing
    room("Spreadsheets", ["Values", "Tables", "CCSV", "CXLSXWriter", "CDeflate", "CZip", "CExpat", "CFreeXL", "CUchardet"]),
    room("Pages", ["Values", "Tables", "Codes"]),
    room("Drops", ["Values", "Tables", "CLinux"]),
    room("Store", ["Values", "Tables", "Ledger", "Flows", grdb, sqlite]),
    // 6–7 · the night and the program
    room("Night", ["Values", "Tables", "Rules", "Ledger", "Codes", "Flows", "Spreadsheets", "Pages", "Drops", "Store", yams]),
    .executableTarget(
      name: "App",
      dependencies: [
        "Values", "Tables", "Rules", "Ledger", "Flows", "Parties", "Settlement", "Vouchers", "Gifts", "PrepaidCards", "Warranty",
        "Spreadsheets", "Drops", "Store",
        "Night",
        arguments,
      ],
      swiftSettings: house),
    // Tests
    tests("ValuesTests", ["Values"]),
    tests("LedgerTests", ["Values", "Ledger"]),
    tests("DropsTests", ["Values", "Tables", "Drops"]),
    tests("RulesTests", ["Values", "Tables", "Rules"]),
    tests("TablesTests", ["Values", "Tables"]),
    tests("PagesTests", ["Values", "Tables", "Pages"]),
    tests("SpreadsheetsTests", ["Values", "Tables", "Spreadsheets", "FileKit", "CZip", "CCSV"]),
    tests(
      "SamplesTests",
      [
        "Values", "Tables", "Flows", "Parties", "Settlement", "Vouchers", "Gifts", "PrepaidCards", "Warranty", "Spreadsheets", "Pages",
        "Drops", "Store", "Night",
        "NightKit",
        "FileKit", "App", "CZip",
      ]),
    // Files no editor writes, made byte by byte.
    .target(name: "FileKit", path: "Tests/FileKit", swiftSettings: house),
    // What the tests of whole nights share: roots, steps, pictures of what a root holds.
    .target(
      name: "NightKit",
      dependencies: [
        "Values", "Tables", "Flows", "Parties", "Settlement", "Vouchers", "Gifts", "PrepaidCards", "Warranty", "Drops", "Store", "Night",
        grdb,
      ],
      path: "Tests/NightKit",
      swiftSettings: house),
    tests(
      "NightTests",
      [
        "Values", "Tables", "Rules", "Ledger", "Flows", "Settlement", "Spreadsheets", "Drops", "Store", "Night", "NightKit", "FileKit",
        grdb,
      ]),
    tests("SettlementTests", ["Values", "Tables", "Rules", "Ledger", "Flows", "Store", "Settlement", "Night", "NightKit"]),
    tests("PartiesTests", ["Values", "Tables", "Ledger", "Flows", "Parties", "Store", "Night", "NightKit"]),
    tests("GiftsTests", ["Values", "Tables", "Rules", "Ledger", "Flows", "Gifts", "Night", "NightKit"]),
    tests("VouchersTests", ["Values", "Tables", "Rules", "Ledger", "Flows", "Vouchers", "Night", "NightKit"]),
    tests("WarrantyTests", ["Values", "Tables", "Rules", "Ledger", "Codes", "Flows", "Warranty", "Spreadsheets", "Night", "NightKit"]),
    tests("CodesTests", ["Values", "Codes", "NightKit"]),
    tests("PrepaidCardsTests", ["Values", "Tables", "Rules", "Ledger", "Flows", "PrepaidCards", "Night", "NightKit"]),
    tests("FlowsTests", ["Values", "Tables", "Ledger", "Flows"]),
    tests("StoreTests", ["Values", "Tables", "Flows", "Store", "NightKit", grdb]),
    tests("OperationTests", ["NightKit", "FileKit", "App"]),
    tests("HouseTests", ["Values", "Ledger", "Flows", "Drops", "Night", "NightKit", "FileKit", "Spreadsheets", "Tables", "App"]),
  ]
)

// The benchmarks of matching and of intake (samples/benchmark) are built when they are asked for.
if Context.environment["SETTLE_BENCH"] != nil {
  package.targets.append(
    .executableTarget(
      name: "RulesBenchmark", dependencies: ["Values", "Tables", "Rules"], path: "samples/benchmark.d/rules", swiftSettings: house))
  package.targets.append(
    .executableTarget(
      name: "IntakeBenchmark", dependencies: ["Values", "Tables", "Flows", "Spreadsheets", "Night"], path: "samples/benchmark.d/intake",
      swiftSettings: house))
}

// The fuzz targets of the readers (Tests/Fuzz/run); every room is then built for libFuzzer.
if isFuzzed {
  package.targets.append(
    .executableTarget(
      name: "Fuzz", dependencies: ["Values", "Tables", "Rules", "Spreadsheets", "FileKit"], path: "Tests/Fuzz", exclude: ["run"],
      swiftSettings: house,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]))
}
