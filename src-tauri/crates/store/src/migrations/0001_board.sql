-- Why: the first form of a board's file. The log and the bytes it names by digest are what is kept; the
-- tables under "projections" are derived from the log and can be thrown away and rebuilt.

-- The log. The body is the RFC 8785 JSON that was signed, verbatim; the query columns are computed from
-- it, so that they cannot say anything else.
CREATE TABLE event (
    seq       INTEGER PRIMARY KEY CHECK (seq > 0),
    body      TEXT NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    leaf      BLOB NOT NULL CHECK (length(leaf) = 32),
    stream    TEXT GENERATED ALWAYS AS (json_extract(body, '$.stream')) VIRTUAL,
    kind      TEXT GENERATED ALWAYS AS (json_extract(body, '$.kind')) VIRTUAL,
    member    TEXT GENERATED ALWAYS AS (json_extract(body, '$.actor.member')) VIRTUAL,
    at        TEXT GENERATED ALWAYS AS (json_extract(body, '$.at')) VIRTUAL
) STRICT;
CREATE INDEX event_stream ON event (stream, seq);
-- What the board's own state is folded from: few among many.
CREATE INDEX event_board ON event (seq) WHERE kind IN
    ('board.created', 'member.added', 'member.renamed', 'member.roles_changed', 'member.deactivated',
     'member.reactivated', 'member.specialities_changed', 'passphrase.changed', 'passphrase.reset',
     'key.registered', 'key.revoked', 'policy.changed', 'retractions.imported');

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END;
-- INSERT OR REPLACE would pass by the two above.
CREATE TRIGGER event_comes_next BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'an event is the next one'); END;

-- Where the log stands: the last leaf and the frontier of the tree.
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), state BLOB NOT NULL) STRICT;

-- What the log claimed to be at certain moments: signed notes (C2SP tlog-checkpoint). Copies are kept elsewhere.
CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY CHECK (size > 0),
    at   TEXT NOT NULL,
    why  TEXT NOT NULL CHECK (why IN ('approval', 'export', 'asked')),
    note TEXT NOT NULL
) STRICT;

-- Documents and attachments, by SHA-256 of their bytes, compressed with zstd.
CREATE TABLE blob (
    digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
    kind   TEXT NOT NULL CHECK (kind IN ('document', 'attachment')),
    name   TEXT NOT NULL,
    size   INTEGER NOT NULL,
    data   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys at rest. A member's is wrapped under their passphrase; the desk's signs what the program does on its
-- own account, and is as well kept as the file is.
CREATE TABLE member_key (member TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE desk_key (one INTEGER PRIMARY KEY CHECK (one = 1), seed BLOB NOT NULL CHECK (length(seed) = 32)) STRICT;

-- Failed sign-ins since the last good one, for the delay that follows them.
CREATE TABLE refused (member TEXT PRIMARY KEY, failures INTEGER NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Projections.

-- The log in twenty bytes an event, so that any filter of the trail passes over a million of them at once. Kinds,
-- streams and members are words, numbered as they first occur; times are milliseconds since 1970.
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE trail (
    seq    INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    kind   INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    member INTEGER
) STRICT;

CREATE TABLE article (
    id          TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    stage       TEXT NOT NULL,
    stage_since TEXT NOT NULL,
    touched     TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    digest      TEXT,
    words       INTEGER NOT NULL,
    claims      INTEGER NOT NULL,
    unverified  INTEGER NOT NULL,
    threads     INTEGER NOT NULL,
    approvals   INTEGER NOT NULL,
    policy      INTEGER NOT NULL,
    lapsed      INTEGER,
    due         TEXT,
    next_review TEXT,
    doubted     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX article_touched ON article (touched);

-- What a member has to do with an article.
CREATE TABLE part (
    article TEXT NOT NULL REFERENCES article (id),
    member  TEXT NOT NULL,
    wrote   INTEGER NOT NULL,
    review  TEXT CHECK (review IN ('open', 'signed', 'recused')),
    again   INTEGER NOT NULL,
    due     TEXT,
    judged  INTEGER,
    answers INTEGER NOT NULL,
    PRIMARY KEY (article, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_member ON part (member);

CREATE TABLE source (
    id       TEXT PRIMARY KEY,
    title    TEXT NOT NULL,
    twin     TEXT NOT NULL,
    standing TEXT,
    details  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX source_twin ON source (twin);
CREATE TABLE identifier (
    source TEXT NOT NULL REFERENCES source (id),
    value  TEXT NOT NULL,
    PRIMARY KEY (value, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX identifier_source ON identifier (source);

-- Sources that were found to be the same work as another, which stands in their place wherever they are cited.
CREATE TABLE merged (
    source TEXT PRIMARY KEY,
    target TEXT NOT NULL,
    title  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_target ON merged (target);

-- Where a source is used: by a claim, or (claim '') in the text itself.
CREATE TABLE used (
    source  TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES article (id),
    claim   TEXT NOT NULL,
    quote   TEXT NOT NULL,
    PRIMARY KEY (source, article, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX used_article ON used (article);

CREATE VIRTUAL TABLE search USING fts5 (article UNINDEXED, title, body, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE source_text USING fts5 (source UNINDEXED, page UNINDEXED, body, tokenize = "unicode61 remove_diacritics 2");
