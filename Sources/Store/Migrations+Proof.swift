import GRDB

/// The tables of a night's proof, and of what people were told and what was removed.
extension Migrations {
  static func chain(_ database: Database) throws {
    try database.execute(
      sql: """
        -- A closed night in links, each over a bounded piece of it: what `verify` makes anew to name the first that does not agree.
        CREATE TABLE chain (
          run INTEGER NOT NULL REFERENCES run, number INTEGER NOT NULL CHECK (number >= 1),
          kind TEXT NOT NULL, subject TEXT NOT NULL, rows INTEGER NOT NULL,
          -- The digest of what the link covers, and of the link before it with all this.
          content BLOB NOT NULL CHECK (length(content) = 32), digest BLOB NOT NULL CHECK (length(digest) = 32),
          PRIMARY KEY (run, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER chain_stays BEFORE UPDATE ON chain BEGIN SELECT RAISE(ABORT, 'a link never changes'); END;
        CREATE TRIGGER chain_remains BEFORE DELETE ON chain BEGIN SELECT RAISE(ABORT, 'a link is never removed'); END;

        -- What a run had decided about a fact before a later one moved it on: with it every night's outcomes can be told for ever.
        CREATE TABLE outcome (
          id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run, fact INTEGER NOT NULL REFERENCES fact,
          state INTEGER NOT NULL, reason INTEGER, detail TEXT
        ) STRICT;
        CREATE INDEX outcome_run ON outcome (run, fact, id);
        CREATE INDEX outcome_fact ON outcome (fact);
        CREATE TRIGGER outcome_stays BEFORE UPDATE ON outcome BEGIN SELECT RAISE(ABORT, 'an outcome never changes'); END;
        CREATE TRIGGER outcome_remains BEFORE DELETE ON outcome BEGIN SELECT RAISE(ABORT, 'an outcome is never removed'); END;
        CREATE TRIGGER fact_moves_on BEFORE UPDATE OF run ON fact WHEN OLD.run IS NOT NULL AND OLD.run IS NOT NEW.run
          BEGIN INSERT INTO outcome (run, fact, state, reason, detail) VALUES (OLD.run, OLD.id, OLD.state, OLD.reason, OLD.detail); END;
        CREATE INDEX fact_run ON fact (run) WHERE run IS NOT NULL;

        -- Which kinds of state a run touched: the rest stand as the night before left them.
        CREATE TABLE touched (run INTEGER NOT NULL REFERENCES run, kind INTEGER NOT NULL, PRIMARY KEY (run, kind)) STRICT, WITHOUT ROWID;
        CREATE INDEX hold_open ON hold (reference) WHERE state = 'open';
        PRAGMA application_id = \(program);
        """)
  }

  static func tellingAndRetention(_ database: Database) throws {
    try database.execute(
      sql: """
        -- What people are to hear of, or were told. One that passes is an event of a night; any other stands until it is over.
        CREATE TABLE alert (
          identity TEXT PRIMARY KEY,
          code TEXT NOT NULL, weight TEXT NOT NULL CHECK (weight IN ('note','warning','urgent')), place TEXT NOT NULL,
          cause TEXT NOT NULL, remedy TEXT NOT NULL,
          passes INTEGER NOT NULL CHECK (passes IN (0, 1)),
          -- The business days it was first and last raised.
          since INTEGER NOT NULL, raised INTEGER NOT NULL,
          -- The business day it was last told, and with what weight; the day it was found to be over.
          told INTEGER, told_weight TEXT, over INTEGER,
          -- Attempts to tell it that are not known to have succeeded; why the last of them failed.
          attempts INTEGER NOT NULL DEFAULT 0, failure TEXT
        ) STRICT, WITHOUT ROWID;
        -- The last run whose events were raised: those of earlier releases are history.
        CREATE TABLE raised (one INTEGER PRIMARY KEY CHECK (one = 1), run INTEGER NOT NULL) STRICT;
        INSERT INTO raised (one, run) SELECT 1, COALESCE(MAX(id), 0) FROM run WHERE stage = 'closed';

        -- Files removed by retention. The row stands before the file goes, and stays for ever: what it was, and the business day it went.
        CREATE TABLE removal (
          place TEXT PRIMARY KEY,
          kind TEXT NOT NULL CHECK (kind IN ('archive','refused','outbound')),
          digest TEXT NOT NULL, size INTEGER NOT NULL, day INTEGER NOT NULL,
          done INTEGER NOT NULL CHECK (done IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX removal_open ON removal (place) WHERE done = 0;
        CREATE TRIGGER removal_remains BEFORE DELETE ON removal WHEN OLD.done = 1
          BEGIN SELECT RAISE(ABORT, 'what was removed stays known'); END;
        """)
  }

  static func expectedFiles(_ database: Database) throws {
    try database.execute(
      sql: """
        -- What was expected of a party and feed on a day, or in answer to a sheet that was sent that day (else the sheet is empty), and what came.
        CREATE TABLE due (
          party TEXT NOT NULL, feed TEXT NOT NULL, sheet TEXT NOT NULL, day INTEGER NOT NULL,
          until INTEGER NOT NULL CHECK (until >= day), cut_off INTEGER, least INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('expected','in-time','late','missing','overdue','waived','withdrawn')),
          short INTEGER NOT NULL CHECK (short IN (0, 1)), rows INTEGER NOT NULL, files INTEGER NOT NULL, came INTEGER,
          sent INTEGER REFERENCES run,
          PRIMARY KEY (party, feed, sheet, day)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX due_open ON due (state) WHERE state IN ('expected','missing','overdue');

        -- Files the book looked at: the day each stands for, where there is one, and the number its name says.
        CREATE TABLE arrival (
          file INTEGER PRIMARY KEY REFERENCES file, due INTEGER, scope TEXT NOT NULL, number INTEGER
        ) STRICT;

        -- What people had to hear of, in the order it was found.
        CREATE TABLE notice (
          id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run, code TEXT NOT NULL, weight TEXT NOT NULL, place TEXT NOT NULL,
          day INTEGER NOT NULL, cause TEXT NOT NULL, remedy TEXT NOT NULL
        ) STRICT;
        CREATE INDEX notice_run ON notice (run);

        -- Sheets made and staged, and not handed over until what they wait for came; the last closed run when they were.
        CREATE TABLE held (
          run INTEGER NOT NULL REFERENCES run, party TEXT NOT NULL, name TEXT NOT NULL, cause TEXT NOT NULL, released INTEGER REFERENCES run,
          PRIMARY KEY (run, party, name)
        ) STRICT, WITHOUT ROWID;
        """)
  }

  static func recalls(_ database: Database) throws {
    try database.execute(
      sql: """
        -- The flows a run was asked for, parted by tabs; nothing: every flow.
        ALTER TABLE run ADD COLUMN only TEXT;
        -- A corrected file for one already settled: why it came, and the first file of those it corrects.
        ALTER TABLE file ADD COLUMN recall TEXT;
        ALTER TABLE file ADD COLUMN corrects INTEGER REFERENCES file;
        -- Settled facts a corrected file takes back, once each, in the order they are handed over; and what stands in their place.
        CREATE TABLE recalled (
          fact INTEGER PRIMARY KEY REFERENCES fact, run INTEGER NOT NULL REFERENCES run, flow INTEGER NOT NULL,
          rank INTEGER NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL, successor INTEGER REFERENCES fact
        ) STRICT;
        CREATE INDEX recalled_run ON recalled (run, flow, rank, at, key, fact);
        CREATE INDEX recalled_successor ON recalled (successor) WHERE successor IS NOT NULL;
        """)
  }
}
