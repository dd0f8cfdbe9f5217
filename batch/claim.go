package batch

import "phonebatch/batch/register"

// A Claim names the dialer, the list and the results file that an import needs for itself, and says whether the import
// continues an earlier run.
type Claim struct {
	Memory
	By      register.Holder // the process that takes the lock
	SHA256  string          // SHA-256 of the list's content, in hex
	Results string          // absolute path of the results file
	Said    bool            // the user has chosen Results
	Options []string        // the command line options, for the register

	Resume    bool   // continue the newest open run of the list, if there is one
	RunID     string // continue this run
	StartOver bool   // begin a new run although a run of the list is open

	SkipExisting bool // rows that exist already count as done
}
