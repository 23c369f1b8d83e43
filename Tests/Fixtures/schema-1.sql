PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1 the night, its files and facts');
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
CREATE UNIQUE INDEX file_taken ON file (party, feed, digest, repetition) WHERE state = 'taken';
CREATE INDEX file_run ON file (run, state);
CREATE UNIQUE INDEX fact_identity ON fact (feed, scope, key) WHERE state < 10;
CREATE INDEX fact_waiting ON fact (flow, rank, at, key) WHERE state = 0;
CREATE INDEX fact_file ON fact (file);
CREATE INDEX fact_exception ON fact (flow, state) WHERE state IN (2, 10, 12);
CREATE INDEX fact_twin ON fact (flow, feed, key) WHERE state = 20;
COMMIT;
