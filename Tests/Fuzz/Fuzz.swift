import Glibc

/// The fuzzing of the readers: libFuzzer's own driver over one target. `Tests/Fuzz/run` builds and calls it.
///
///     Fuzz TARGET CORPUS [libFuzzer's options]
///     Fuzz TARGET FILE
///
/// The corpus, a folder, is begun from the target's own seeds; a single file is run alone. A crash, a hang, a leak or a broken promise of a target ends it with the input on the disk.
@main
struct Fuzz {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let target = Target(rawValue: arguments[1]) else {
      print("Fuzz TARGET CORPUS [options]; targets: \(Target.allCases.map(\.rawValue).joined(separator: " "))")
      exit(64)
    }
    chosen = target
    var status = stat()
    let isFile = stat(arguments[2], &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    mkdir(arguments[2], 0o755)
    for (index, seed) in isFile ? [] : Array(target.seeds.enumerated()) {
      guard let file = fopen("\(arguments[2])/seed-\(index)", "wb") else { exit(74) }
      fwrite(seed, 1, seed.count, file)
      fclose(file)
    }
    var texts: [UnsafeMutablePointer<CChar>?] = ([arguments[0]] + arguments.dropFirst(2)).map { strdup($0) } + [nil]
    var count = Int32(texts.count - 1)
    texts.withUnsafeMutableBufferPointer { texts in
      var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = texts.baseAddress
      exit(runDriver(&count, &pointer) { data, size in Fuzz.chosen.run(UnsafeRawBufferPointer(start: data, count: size)) })
    }
  }

  nonisolated(unsafe) static var chosen = Target.text
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Says which promise was broken, and ends as a crash does, so that libFuzzer keeps the input.
func hold(_ promise: Bool, _ name: String) {
  if promise { return }
  print("broken promise: \(name)")
  fflush(nil)
  abort()
}
