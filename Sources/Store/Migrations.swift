import GRDB

/// The tables, as named migrations that never change once they were shipped. SQLite is trusted more than ourselves: strict types, checks,
/// uniqueness, foreign keys, and triggers that refuse a change to what must not change. (design.md, laws 2 and 3)
enum Migrations {
  /// What the header of a database of this program says it is: SETL.
  static let program = 0x5345_544C

  static var all: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 the night, its files and facts", migrate: nightAndFacts)
    migrator.registerMigration("2 states and the ledger", migrate: statesAndLedger)
    migrator.registerMigration("3 lines and sheets", migrate: linesAndSheets)
    migrator.registerMigration("4 facts seen again", migrate: factsSeenAgain)
    migrator.registerMigration("5 register sheets", migrate: registerSheets)
    migrator.registerMigration("6 statistics", migrate: statistics)
    migrator.registerMigration("7 the chain over the journal", migrate: chain)
    migrator.registerMigration("8 telling people and retention", migrate: tellingAndRetention)
    migrator.registerMigration("9 the book of expected files", migrate: expectedFiles)
    migrator.registerMigration("10 recalls and chosen flows", migrate: recalls)
    return migrator
  }

  private static func nightAndFacts(_ database: Database) throws {
    try database.execute(
      sql: """
        -- Names that stand in millions of rows: flows, feeds, parties, reasons, kinds of lines.
        CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

        CREATE TABLE run (
          id INTEGER PRIMARY KEY,
          day INTEGER NOT NULL,
          number INTEGER NOT NULL CHECK (number >= 1),
          stage TEXT NOT NULL,
          -- Where matching stands: the flow's index and the last place of its order that was posted.
          flow INTEGER NOT NULL DEFAULT 0,
          pass INTEGER NOT NULL DEFAULT 0,
          cursor BLOB,
          certificate TEXT,
          UNIQUE (day, number)
        ) STRICT;

        CREATE TABLE rule_version (
          run INTEGER NOT NULL REFERENCES run, flow TEXT NOT NULL, rule_table TEXT NOT NULL, digest TEXT NOT NULL, rows INTEGER NOT NULL,
          PRIMARY KEY (run, flow, rule_table)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE file (
          id INTEGER PRIMARY KEY,
          -- The run that listed it; the run that took or refused it.
          run INTEGER NOT NULL REFERENCES run,
          party TEXT NOT NULL,
          feed TEXT NOT NULL,
          -- The feed folder as it is called on the disk: 承保清单 answers to underwriting.
          folder TEXT NOT NULL,
          name TEXT NOT NULL,
          size INTEGER NOT NULL,
          inode INTEGER NOT NULL,
          changed INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('listed','claimed','taken','already','refused','aside','left')),
          attempts INTEGER NOT NULL DEFAULT 0,
          since INTEGER NOT NULL,
          digest TEXT,
          reason TEXT,
          detail TEXT,
          kind TEXT, encoding TEXT, sheet TEXT, layout TEXT, sums TEXT,
          -- Physical rows = data + blank + repeated header + total + title and header rows.
          data_rows INTEGER NOT NULL DEFAULT 0,
          blank_rows INTEGER NOT NULL DEFAULT 0,
          header_rows INTEGER NOT NULL DEFAULT 0,
          total_rows INTEGER NOT NULL DEFAULT 0,
          physical_rows INTEGER NOT NULL DEFAULT 0,
          rejected_rows INTEGER NOT NULL DEFAULT 0,
          amount INTEGER NOT NULL DEFAULT 0,
          printed_amount INTEGER,
          -- On a revising feed: how often the same bytes had been taken before.
          repetition INTEGER NOT NULL DEFAULT 0,
          archived TEXT,
          receipt TEXT
        ) STRICT;
        -- The same bytes from the same party to the same feed are taken once, unless a later file may revise an earlier one.
        CREATE UNIQUE INDEX file_taken ON file (party, feed, digest, repetition) WHERE state = 'taken';
        CREATE INDEX file_run ON file (run, state);

        CREATE TABLE fact (
          id INTEGER PRIMARY KEY,
          flow INTEGER NOT NULL, feed INTEGER NOT NULL, party INTEGER NOT NULL,
          -- The party, or 0 where a key is unique for all who drop the feed.
          scope INTEGER NOT NULL,
          key TEXT NOT NULL,
          digest BLOB NOT NULL CHECK (length(digest) = 32),
          rank INTEGER NOT NULL, at INTEGER NOT NULL,
          amount INTEGER NOT NULL,
          corrects INTEGER NOT NULL CHECK (corrects IN (0, 1)),
          state INTEGER NOT NULL CHECK (state IN (0, 1, 2, 10, 11, 12, 13, 20)),
          reason INTEGER, detail TEXT,
          wake INTEGER,
          since INTEGER NOT NULL,
          file INTEGER NOT NULL REFERENCES file, row INTEGER NOT NULL,
          run INTEGER,
          payload BLOB NOT NULL
        ) STRICT;
        -- Identity: below 10 a fact holds its business key, and nothing else may.
        CREATE UNIQUE INDEX fact_identity ON fact (feed, scope, key) WHERE state < 10;
        -- What waits, in the order it will be matched.
        CREATE INDEX fact_waiting ON fact (flow, rank, at, key) WHERE state = 0;
        -- The facts of one file, for its receipt.
        CREATE INDEX fact_file ON fact (file);
        -- What stands still, or was refused: few, and listed every night.
        CREATE INDEX fact_exception ON fact (flow, state) WHERE state IN (2, 10, 12);
        CREATE INDEX fact_twin ON fact (flow, feed, key) WHERE state = 20;

        -- What is wrong with rows: rejects, and warnings that stay beside a row that went in.
        CREATE TABLE finding (
          file INTEGER NOT NULL REFERENCES file, row INTEGER NOT NULL, number INTEGER NOT NULL,
          field INTEGER, reason TEXT NOT NULL, found TEXT NOT NULL, detail TEXT NOT NULL, warning INTEGER NOT NULL CHECK (warning IN (0, 1)),
          PRIMARY KEY (file, row, number)
        ) STRICT, WITHOUT ROWID;

        -- How many rows, and how much money, moved into which state in a run.
        CREATE TABLE tally (
          run INTEGER NOT NULL REFERENCES run, feed TEXT NOT NULL, bucket TEXT NOT NULL, rows INTEGER NOT NULL, amount INTEGER NOT NULL,
          PRIMARY KEY (run, feed, bucket)
        ) STRICT, WITHOUT ROWID;
        """)
  }

  private static func statesAndLedger(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE state (
          kind INTEGER NOT NULL, key TEXT NOT NULL, flow INTEGER NOT NULL,
          family TEXT, rank INTEGER NOT NULL, due INTEGER, payload BLOB NOT NULL,
          -- The run and its pass that set the due: what is set during a pass is handed over in the next.
          due_run INTEGER NOT NULL, due_pass INTEGER NOT NULL,
          PRIMARY KEY (kind, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX state_family ON state (kind, family, key) WHERE family IS NOT NULL;
        CREATE INDEX state_due ON state (flow, rank, due, key, kind) WHERE due IS NOT NULL;

        CREATE TABLE account (
          id INTEGER PRIMARY KEY, path TEXT NOT NULL, unit TEXT NOT NULL, places INTEGER NOT NULL,
          -- 1 where debits raise the account, −1 where credits do.
          side INTEGER NOT NULL CHECK (side IN (1, -1)),
          floored INTEGER NOT NULL CHECK (floored IN (0, 1)),
          balance INTEGER NOT NULL,
          UNIQUE (path, unit),
          CHECK (floored = 0 OR balance * side >= 0)
        ) STRICT;

        CREATE TABLE entry (
          id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run,
          -- What makes the entry unique for ever, within the program; the database refuses it the second time.
          reference TEXT NOT NULL UNIQUE,
          kind INTEGER NOT NULL, cause TEXT NOT NULL,
          -- The hold it placed or moved on, and how.
          hold TEXT, step TEXT, corrects TEXT REFERENCES entry (reference)
        ) STRICT;
        CREATE TABLE posting (
          entry INTEGER NOT NULL REFERENCES entry, number INTEGER NOT NULL, account INTEGER NOT NULL REFERENCES account,
          amount INTEGER NOT NULL CHECK (amount <> 0),
          PRIMARY KEY (entry, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entry_run ON entry (run);
        CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
        CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;
        CREATE TRIGGER posting_stays BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'a posting never changes'); END;
        CREATE TRIGGER posting_remains BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'a posting is never removed'); END;

        -- What each run moved on each account: balances of any day without reading all postings.
        CREATE TABLE movement (
          run INTEGER NOT NULL REFERENCES run, account INTEGER NOT NULL REFERENCES account,
          debit INTEGER NOT NULL, credit INTEGER NOT NULL,
          PRIMARY KEY (run, account)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX movement_account ON movement (account, run);

        CREATE TABLE hold (
          reference TEXT PRIMARY KEY, source TEXT NOT NULL, held TEXT NOT NULL, target TEXT NOT NULL, unit TEXT NOT NULL,
          amount INTEGER NOT NULL CHECK (amount > 0),
          posted INTEGER NOT NULL CHECK (posted >= 0 AND posted <= amount),
          state TEXT NOT NULL CHECK (state IN ('open','posted','voided','expired')),
          due INTEGER, placed INTEGER NOT NULL REFERENCES run, resolved INTEGER REFERENCES run
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER hold_once BEFORE UPDATE ON hold WHEN OLD.state <> 'open'
          BEGIN SELECT RAISE(ABORT, 'a hold is resolved once'); END;
        """)
  }

  private static func factsSeenAgain(_ database: Database) throws {
    try database.execute(
      sql: """
        -- Settled facts to be handed over once more: those asked for in a pass are handed over in the next.
        CREATE TABLE again (
          run INTEGER NOT NULL REFERENCES run, flow INTEGER NOT NULL, pass INTEGER NOT NULL,
          rank INTEGER NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL, fact INTEGER NOT NULL REFERENCES fact,
          PRIMARY KEY (run, flow, pass, rank, at, key, fact)
        ) STRICT, WITHOUT ROWID;
        """)
  }

  private static func linesAndSheets(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE line (
          run INTEGER NOT NULL, kind INTEGER NOT NULL, part INTEGER NOT NULL, number INTEGER NOT NULL,
          fact INTEGER NOT NULL, payload BLOB NOT NULL,
          PRIMARY KEY (run, kind, part, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX line_fact ON line (fact);

        CREATE TABLE part (
          run INTEGER NOT NULL REFERENCES run, kind INTEGER NOT NULL, part INTEGER NOT NULL, rows INTEGER NOT NULL,
          PRIMARY KEY (run, kind, part)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE part_total (
          run INTEGER NOT NULL, kind INTEGER NOT NULL, part INTEGER NOT NULL, field INTEGER NOT NULL, amount INTEGER NOT NULL,
          PRIMARY KEY (run, kind, part, field)
        ) STRICT, WITHOUT ROWID;

        -- Facts that still wait at the end of a run's matching, under the parts whose sheets list them.
        CREATE TABLE open (
          run INTEGER NOT NULL, kind INTEGER NOT NULL, part INTEGER NOT NULL, number INTEGER NOT NULL, fact INTEGER NOT NULL,
          PRIMARY KEY (run, kind, part, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sheet (
          run INTEGER NOT NULL REFERENCES run, party TEXT NOT NULL, name TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('written','published','failed')),
          digest TEXT, size INTEGER, rows INTEGER, totals TEXT, reason TEXT,
          PRIMARY KEY (run, party, name)
        ) STRICT, WITHOUT ROWID;
        """)
  }

  private static func registerSheets(_ database: Database) throws {
    try database.execute(
      sql: """
        -- Which groups of which listed kinds of state a run changed: their register sheets are written. No group is the empty text.
        CREATE TABLE changed (
          run INTEGER NOT NULL REFERENCES run, kind INTEGER NOT NULL, family TEXT NOT NULL,
          PRIMARY KEY (run, kind, family)
        ) STRICT, WITHOUT ROWID;
        """)
  }

  private static func statistics(_ database: Database) throws {
    try database.execute(
      sql: """
        -- What a statistical model collected, by period and dimensions (parted by tabs); measure 0 is the quantity. 2^62 x high + low is the sum of squares.
        CREATE TABLE aggregate (
          model INTEGER NOT NULL, period INTEGER NOT NULL, dimensions TEXT NOT NULL, measure INTEGER NOT NULL,
          rows INTEGER NOT NULL, amount INTEGER NOT NULL,
          square_high INTEGER NOT NULL CHECK (square_high >= 0), square_low INTEGER NOT NULL CHECK (square_low >= 0 AND square_low < 1 << 62),
          PRIMARY KEY (model, period, dimensions, measure)
        ) STRICT, WITHOUT ROWID;
        -- The runs that added to it.
        CREATE TABLE aggregate_run (model INTEGER NOT NULL, run INTEGER NOT NULL REFERENCES run, PRIMARY KEY (model, run)) STRICT, WITHOUT ROWID;
        """)
  }
}
