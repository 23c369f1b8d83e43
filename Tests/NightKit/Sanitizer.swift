import Foundation

/// Whether the tests run under the address sanitizer, as `Tests/run --long` says: it maps more memory than a program under a limit may have, so what
/// is tested by such limits is left to the plain run.
package enum Sanitizer {
  package static let isOn = ProcessInfo.processInfo.environment["SETTLE_SANITIZED"] != nil
}
