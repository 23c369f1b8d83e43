private import CCrypto

/// One walk of OpenSSL's SHA-256 over bytes that arrive in pieces.
final class SHA256 {
  private let context: OpaquePointer

  init() {
    context = SHA256.context()
    SHA256.hold(EVP_DigestInit_ex2(context, SHA256.algorithm, nil))
  }

  init(copying other: SHA256) {
    context = SHA256.context()
    SHA256.hold(EVP_MD_CTX_copy_ex(context, other.context))
  }

  deinit { EVP_MD_CTX_free(context) }

  func add(_ bytes: UnsafeRawBufferPointer) {
    SHA256.hold(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
  }

  /// The 32 bytes; nothing can be added after it.
  func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { bytes, count in
      SHA256.hold(EVP_DigestFinal_ex(context, bytes.baseAddress, nil))
      count = 32
    }
  }

  /// HMAC-SHA-256, RFC 2104.
  static func authentication(of text: [UInt8], key: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { bytes, count in
      // A key of no bytes has no address, and OpenSSL takes none for "the key of before".
      hold(HMAC(algorithm, key + [0], Int32(key.count), text, text.count, bytes.baseAddress, nil) == nil ? 0 : 1)
      count = 32
    }
  }

  /// Looked up once: a look for each digest would cost more than a short digest does.
  private nonisolated(unsafe) static let algorithm: OpaquePointer = {
    guard let algorithm = EVP_MD_fetch(nil, "SHA2-256", nil) else { preconditionFailure("OpenSSL has no SHA-256") }
    return algorithm
  }()

  private static func context() -> OpaquePointer {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("no memory for a digest") }
    return context
  }

  private static func hold(_ result: Int32) { precondition(result == 1, "OpenSSL could not make a digest") }
}
