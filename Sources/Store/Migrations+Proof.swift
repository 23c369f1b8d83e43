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
}
