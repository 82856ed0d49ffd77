-- A file as the first schema had it, with a row of each kind.
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE session (
    id BLOB PRIMARY KEY,
    key TEXT NOT NULL,
    slot TEXT NOT NULL,
    current INTEGER NOT NULL,
    workflow TEXT NOT NULL,
    version INTEGER NOT NULL,
    step TEXT NOT NULL,
    data TEXT NOT NULL,
    revision INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX session_current ON session (key, slot) WHERE current = 1;
CREATE INDEX session_of_key ON session (key, slot, id);

CREATE TABLE journal (
    session BLOB NOT NULL,
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL,
    delivery TEXT NOT NULL,
    edge TEXT NOT NULL,
    from_step TEXT,
    to_step TEXT NOT NULL,
    by TEXT,
    said TEXT,
    view TEXT NOT NULL,
    PRIMARY KEY (session, revision)
) WITHOUT ROWID;

CREATE TABLE inbox (
    key TEXT NOT NULL,
    delivery TEXT NOT NULL,
    at INTEGER NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (key, delivery)
) WITHOUT ROWID;

CREATE TABLE work (
    session BLOB NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due INTEGER,
    reason TEXT,
    PRIMARY KEY (session, revision, position)
) WITHOUT ROWID;

CREATE TABLE history (
    session BLOB NOT NULL,
    revision INTEGER NOT NULL,
    workflow TEXT NOT NULL,
    version INTEGER NOT NULL,
    step TEXT NOT NULL,
    data TEXT NOT NULL,
    way_back INTEGER NOT NULL,
    around TEXT,
    PRIMARY KEY (session, revision)
) WITHOUT ROWID;

CREATE TABLE timer (
    session BLOB NOT NULL,
    revision INTEGER NOT NULL,
    edge TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due INTEGER,
    reason TEXT,
    PRIMARY KEY (session, revision, edge)
) WITHOUT ROWID;
CREATE INDEX timer_due ON timer (due) WHERE due IS NOT NULL;

CREATE TABLE effect (
    session BLOB NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    workflow TEXT NOT NULL,
    name TEXT NOT NULL,
    payload TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due INTEGER,
    reason TEXT,
    PRIMARY KEY (session, revision, position)
) WITHOUT ROWID;

CREATE TABLE shown (
    session BLOB NOT NULL,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    view TEXT NOT NULL,
    PRIMARY KEY (session, position)
) WITHOUT ROWID;
CREATE INDEX shown_to ON shown (role, session);

PRAGMA journal_mode = WAL;
PRAGMA user_version = 1;

-- Ann's conversation drew, and stands inside of a child now: its frame has a timer, its step has work. Bob's is over.
INSERT INTO session VALUES (x'01900000000070008000000000000001', 'test/chat//ann', '', 1, 'inner', 1, 'Toil', '{"at":3}', 3, 0, 1767225600001, 1767225600003);
INSERT INTO session VALUES (x'01900000000070008000000000000002', 'test/chat//bob', '', 1, 'outer', 1, 'Done', '{}', 1, 1, 1767225600001, 1767225600001);
INSERT INTO journal VALUES (x'01900000000070008000000000000001', 1, 1767225600001, '1', 'start', NULL, 'Draw', 'test:ann', '{"text":"/draw"}', '{"text":[]}');
INSERT INTO journal VALUES (x'01900000000070008000000000000001', 2, 1767225600002, 'work:x', 'begin', 'Draw', 'Ask', NULL, NULL, '{"text":[]}');
INSERT INTO journal VALUES (x'01900000000070008000000000000001', 3, 1767225600003, '3', 'ask', 'Ask', 'Toil', 'test:ann', '{"text":"go"}', '{"text":[]}');
INSERT INTO journal VALUES (x'01900000000070008000000000000002', 1, 1767225600001, '1', 'start', NULL, 'Done', 'test:bob', '{"text":"/draw"}', '{"text":[]}');
INSERT INTO inbox VALUES ('test/chat//ann', '3', 1767225600003, '{"answered":"moved","session":"01900000-0000-7000-8000-000000000001","revision":3,"step":"Toil"}');
INSERT INTO history VALUES (x'01900000000070008000000000000001', 1, 'outer', 1, 'Draw', '{"at":1}', 0, 'draw');
INSERT INTO history VALUES (x'01900000000070008000000000000001', 2, 'inner', 1, 'Ask', '{"at":2}', 1, NULL);
INSERT INTO work VALUES (x'01900000000070008000000000000001', 3, 0, 'toil', 2, 1767225600009, 'it broke');
INSERT INTO timer VALUES (x'01900000000070008000000000000001', 1, 'later', 0, 1767225700000, NULL);
INSERT INTO timer VALUES (x'01900000000070008000000000000001', 1, 'expire', 0, 1767225600500, NULL);
INSERT INTO effect VALUES (x'01900000000070008000000000000002', 1, 0, 'outer', 'tell', '"done"', 0, 1767225600001, NULL);
INSERT INTO effect VALUES (x'01900000000070008000000000000002', 1, 1, 'outer', 'pay', '7', 9, NULL, 'the bank is gone');
