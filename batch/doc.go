// Package batch brings a list to a dialer, or finds out what an import would do.
//
// Check finds the problems of a list, and on request asks the dialer about every row. Import adds the phones of a
// list. Verify asks a dialer again about the phones that a run added. Undo deletes the phones that a run added. Export
// reads the phones of a dialer, and Compare compares them with a list. Each of them combines the packages below: sheet
// and columns read records, preflight makes rows of them, assign fills the cells that the list leaves to the program,
// run carries out the objects of the rows, and register stores everything that must outlive the process.
//
// The list comes in as a reader. An Outcome goes out: the list as pre-flight found it, and one result for every row in
// the order of the list, even if an error ended the job.
//
// A Session holds the dialer's lock for an import and owns its run in the register. An Undo does the same for an undo.
// A Memory is what the register knows of a dialer, for commands that only read.
//
// Begin reading at job.go (Job, Outcome), then work.go (one list on its way through a job), check.go, import_do.go and
// import_send.go. read.go, people.go and ask.go fill the list; session.go, claim.go, begin.go and import_ledger.go
// record an import; update.go changes phones; linkage.go and aliases.go add aliases; missing.go, retiring.go and
// leave_aliases.go retire people, within an import or by retire.go; undo.go and undo_record.go take a run back;
// own_run.go has what runs share; together.go lets imports on several dialers wait for one another.
package batch
