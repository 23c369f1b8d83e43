PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1 the night, its files and facts');
INSERT INTO grdb_migrations VALUES('2 states and the ledger');
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
CREATE TABLE finding (
  file INTEGER NOT NULL REFERENCES file, row INTEGER NOT NULL, number INTEGER NOT NULL,
  field INTEGER, reason TEXT NOT NULL, found TEXT NOT NULL, detail TEXT NOT NULL, warning INTEGER NOT NULL CHECK (warning IN (0, 1)),
  PRIMARY KEY (file, row, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
  run INTEGER NOT NULL REFERENCES run, feed TEXT NOT NULL, bucket TEXT NOT NULL, rows INTEGER NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY (run, feed, bucket)
) STRICT, WITHOUT ROWID;
CREATE TABLE state (
  kind INTEGER NOT NULL, key TEXT NOT NULL, flow INTEGER NOT NULL,
  family TEXT, rank INTEGER NOT NULL, due INTEGER, payload BLOB NOT NULL,
  -- The run and its pass that set the due: what is set during a pass is handed over in the next.
  due_run INTEGER NOT NULL, due_pass INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE movement (
  run INTEGER NOT NULL REFERENCES run, account INTEGER NOT NULL REFERENCES account,
  debit INTEGER NOT NULL, credit INTEGER NOT NULL,
  PRIMARY KEY (run, account)
) STRICT, WITHOUT ROWID;
CREATE TABLE hold (
  reference TEXT PRIMARY KEY, source TEXT NOT NULL, held TEXT NOT NULL, target TEXT NOT NULL, unit TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  posted INTEGER NOT NULL CHECK (posted >= 0 AND posted <= amount),
  state TEXT NOT NULL CHECK (state IN ('open','posted','voided','expired')),
  due INTEGER, placed INTEGER NOT NULL REFERENCES run, resolved INTEGER REFERENCES run
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX file_taken ON file (party, feed, digest, repetition) WHERE state = 'taken';
CREATE INDEX file_run ON file (run, state);
CREATE UNIQUE INDEX fact_identity ON fact (feed, scope, key) WHERE state < 10;
CREATE INDEX fact_waiting ON fact (flow, rank, at, key) WHERE state = 0;
CREATE INDEX fact_file ON fact (file);
CREATE INDEX fact_exception ON fact (flow, state) WHERE state IN (2, 10, 12);
CREATE INDEX fact_twin ON fact (flow, feed, key) WHERE state = 20;
CREATE INDEX state_family ON state (kind, family, key) WHERE family IS NOT NULL;
CREATE INDEX state_due ON state (flow, rank, due, key, kind) WHERE due IS NOT NULL;
CREATE INDEX entry_run ON entry (run);
CREATE INDEX movement_account ON movement (account, run);
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;
CREATE TRIGGER posting_stays BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'a posting never changes'); END;
CREATE TRIGGER posting_remains BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'a posting is never removed'); END;
CREATE TRIGGER hold_once BEFORE UPDATE ON hold WHEN OLD.state <> 'open'
  BEGIN SELECT RAISE(ABORT, 'a hold is resolved once'); END;
COMMIT;
