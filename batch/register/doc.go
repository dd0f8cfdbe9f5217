// Package register keeps, in one SQLite database, the data that must outlive a process: the runs, the objects that each
// run was about to send, the outcome of each object, and the person for whom each object is meant. The package also
// keeps the locks of the dialers.
//
// In come plain values: runs, objects and results. The register hashes values, names and keys of people itself, with a
// key that never leaves the database. It stores no password, and no name of a person in plain text.
//
// Out come runs, the objects of a run, and answers to three questions about a dialer: does an object with this key
// stand there (Standing), which objects did a person have (Past), and which run imported a list before (NewestRun).
//
// Every row carries a keyed sum of all its columns. If the sum does not fit, the row is counted as damaged and never
// believed. A database that SQLite cannot read is renamed and never deleted.
//
// A Recording owns the rows of one run while the run is under way. Its methods only put changes into a queue; one
// goroutine writes the queue to the database, many changes in one transaction. Several processes may have the register
// open at once. Each holds a lock on the presence file beside the database; only a process that is alone checks, mends
// and sets aside.
//
// Begin reading at schema.go, then register.go and open.go (with presence.go and mend.go). Then read run.go and runs.go
// for runs, row.go and state.go for objects and the rules by which their records combine, and queue.go, table.go,
// writer.go, recording.go and begin.go for the way to the disk. objects.go, standing.go and runs_found.go answer the
// questions.
package register
