package register

// applicationID marks a file as a register of phonebatch (PRAGMA application_id). It is "phbr" in ASCII.
const applicationID = 0x70686272

// migrations[n] brings a database from schema version n to version n+1. All migrations that a database needs run in one
// transaction. A released migration never changes.
var migrations = []string{schema1}

// schema1 is the first schema. The column sums holds one sum for each field, in the order of apiclient.Fields: a change
// of that order needs a migration.
//
// Two indexes with different orders hold the identity of an object. One damaged page can hide an object in one of the
// indexes, but not in both.
const schema1 = `
CREATE TABLE register (
	id        INTEGER PRIMARY KEY CHECK (id = 1),
	key       BLOB NOT NULL CHECK (length(key) = 32),
	key_check BLOB NOT NULL,           -- the key's sum of itself
	schema    BLOB NOT NULL,           -- the keyed sum of the version, and of all tables and indexes
	opened    INTEGER NOT NULL,        -- how often: each Open writes, to find out whether writing works
	runs      INTEGER NOT NULL,        -- the number of rows
	dialers   INTEGER NOT NULL,        -- the number of rows
	mac       BLOB NOT NULL
) STRICT;

CREATE TABLE dialers (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	same INTEGER REFERENCES dialers,   -- the dialer of which the name is another spelling
	mac  BLOB NOT NULL,
	CHECK (same <> id)
) STRICT;

CREATE TABLE runs (
	id          INTEGER PRIMARY KEY,   -- in the order in which runs begin
	run         TEXT NOT NULL UNIQUE CHECK (run <> ''),
	command     TEXT NOT NULL CHECK (command IN ('import', 'undo', 'retire')),
	of          TEXT REFERENCES runs (run),
	list_name   TEXT NOT NULL,
	list_path   TEXT NOT NULL,
	list_sha256 TEXT NOT NULL,
	dialer      INTEGER NOT NULL REFERENCES dialers,
	options     TEXT NOT NULL CHECK (json_valid(options)),
	results     TEXT NOT NULL,
	credentials TEXT NOT NULL,
	begun       INTEGER NOT NULL,      -- this and all times: nanoseconds since 1970
	ended       INTEGER,
	left_over   INTEGER NOT NULL CHECK (left_over >= 0),
	unproved    INTEGER NOT NULL CHECK (unproved >= 0),
	added       INTEGER NOT NULL CHECK (added >= 0),
	not_done    INTEGER NOT NULL CHECK (not_done >= 0),
	taken_back  TEXT NOT NULL CHECK (taken_back IN ('no', 'undoing', 'undone')),
	files       TEXT NOT NULL CHECK (json_valid(files)),
	objects     INTEGER NOT NULL,      -- the number of rows
	mac         BLOB NOT NULL,
	UNIQUE (id, dialer),
	CHECK ((command = 'undo') = (of IS NOT NULL))
) STRICT;

CREATE TABLE objects (
	id          INTEGER PRIMARY KEY,   -- the run's id and, in the low 32 bits, the object's place in the run
	run         INTEGER NOT NULL,
	dialer      INTEGER NOT NULL,
	kind        TEXT NOT NULL CHECK (kind <> ''),
	server_ip   TEXT NOT NULL,
	name        TEXT NOT NULL CHECK (name <> ''),
	folded      TEXT NOT NULL,
	login       TEXT NOT NULL,
	line        INTEGER NOT NULL,
	person_kind TEXT NOT NULL,
	person      INTEGER,               -- keyed sums, 8 bytes
	person_name INTEGER,
	sums        BLOB,                  -- keyed sums of the values sent, 4 bytes a field; 0 where no value was sent
	first       BLOB,                  -- those first sent, where the object was sent again while in doubt
	there       INTEGER NOT NULL CHECK (there IN (0, 1)),
	absent      BLOB,                  -- the proof that the object was asked for and was absent
	claimed     INTEGER NOT NULL CHECK (claimed IN (0, 1, 2)),
	status      TEXT CHECK (status <> ''),
	code        TEXT,
	message     TEXT,
	verified    TEXT,
	attempts    INTEGER,
	duration    INTEGER,               -- nanoseconds
	finished    INTEGER,
	mac         BLOB NOT NULL,
	UNIQUE (dialer, kind, server_ip, folded, run),
	FOREIGN KEY (run, dialer) REFERENCES runs (id, dialer),
	CHECK (id >> 32 = run),
	CHECK (status IS NULL OR claimed > 0),
	CHECK (claimed = 0 OR sums IS NOT NULL)
) STRICT;

CREATE INDEX objects_folded ON objects (folded, server_ip, kind, dialer);
CREATE INDEX objects_person ON objects (person, dialer) WHERE person IS NOT NULL;
CREATE INDEX objects_person_name ON objects (person_name, dialer) WHERE person_name IS NOT NULL;
`
