import Glibc

/// What the disk says about a name, without following it anywhere.
struct Look: Equatable {
  enum Kind {
    case file, folder, link, device, socket, fifo
  }

  let kind: Kind
  let size: Int64
  /// Nanoseconds since 1970.
  let modified: Int64
  /// The last change of content, name or rights, nanoseconds since 1970.
  let changed: Int64
  let inode: UInt64
  let device: UInt64
  /// How many names the file has.
  let links: Int
  let mode: UInt32
  /// The user it belongs to.
  let owner: UInt32

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO: .fifo
      case S_IFSOCK: .socket
      default: .device
      }
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    inode = UInt64(status.st_ino)
    device = UInt64(status.st_dev)
    links = Int(status.st_nlink)
    mode = UInt32(status.st_mode & 0o7777)
    owner = UInt32(status.st_uid)
  }
}
