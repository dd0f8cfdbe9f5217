package batch

import (
	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// A Job holds the settings that Check and Import share: how to read the list, and which dialer the list is for.
type Job struct {
	Preflight preflight.Options // the job sets Keep, Asked and Cells
	Run       run.Options       // the job sets Ledger and Known
	Key       []string          // the columns that tell people apart; if empty, the job finds the columns
	Update    bool              // change the phones that are there to what the list has
	Clear     []apiclient.Field // the fields that empty cells empty, if Update is set
	// Regenerate lists the passwords that phones which are there get anew, if Update is set: phone_pass,
	// registration_password, or both. Passwords that the list itself has stay as they are.
	Regenerate []apiclient.Field
	// ReplaceMembers gives aliases that are there the phones of the list as their only members, whoever their members
	// are.
	ReplaceMembers bool
	SkipInvalid    bool    // continue without the rows that pre-flight refuses
	SkipExisting   bool    // rows whose phones are there count as done
	Dialer         string  // the name of the dialer in files and in the register
	Memory         *Memory // what earlier runs did; nil if that is not known
	Credentials    string  // the file for the passwords that the program makes; if empty, no file is written
	// Dial returns a client of the dialer. The job calls Dial at most once, when the list is fit to be sent or needs
	// the dialer to fill its cells. Dial is required if the job asks the dialer.
	Dial func(*preflight.List) (*apiclient.Client, error)
	// Viewer reads the dialer's page of all phones. If Viewer is nil, the job asks about every row. RequireView ends
	// the job if the page cannot be read.
	Viewer      Viewer
	RequireView bool
	// Lists reads further pages, if the page of all phones can be read. Nothing is compared with a list that is not
	// read.
	Lists Lists

	unreadable bool // the page could not be read
	Listener
}

// A Listener hears of the findings of a job as they come. Every function may be nil. The goroutine of Do calls them.
type Listener struct {
	// Checked hears the findings of pre-flight before anything is sent, except for questions that fill the list.
	Checked func(*preflight.List)
	// Identified hears which columns identify the people of the list. It is called if the list leaves cells to the
	// program.
	Identified func(assign.Known)
	// Rejudged hears of the additional problems that the rules of the dialer's build find.
	Rejudged func(apiclient.Build, []preflight.Problem)
	// Compared hears of the problems that the comparison of the rows with the dialer's pages finds.
	Compared func([]preflight.Problem)
	// Untold hears that the dialer does not tell its build. version is the dialer's answer; columns are the columns of
	// the list that some builds ignore.
	Untold func(version apiclient.Reply, columns []string)
	// AliasesUnseen hears that the dialer's aliases cannot be read, so that a phone which is retired may be in one.
	AliasesUnseen func()
	// Unreadable hears why the dialer's pages cannot be read.
	Unreadable func(error)
}

// An Outcome holds everything that a job found out. It is complete even if an error ended the job.
type Outcome struct {
	List *preflight.List
	// Results holds one result for each row and each alias, in the order of the list (inOrder), and then one for each
	// phone of a missing person. It is nil if the rows were not kept. The results of a retirement are those of phones:
	// see OfRows.
	Results     []object.Result
	Build       apiclient.Build
	Dialer      string
	listed      int    // the number of Results that are those of rows and aliases
	retires     bool   // the outcome is that of a retirement
	Sent        bool   // a request was sent to the dialer
	Claimed     bool   // a phone of the list was sent, or was about to be sent
	Done        int    // rows that an earlier run did
	Before      string // the file with the values that phones had before they were changed; empty if none is known
	Credentials string // the file with the passwords that were made for this list; empty if none were made
}

// OfRows returns the results of the rows and of their aliases, in the order of the list, without missing people. If a
// row of a retirement stands for several phones, the result is that of the first phone that is not done.
func (o *Outcome) OfRows() []object.Result {
	if o.List == nil || o.Results == nil || !o.retires {
		return o.Results[:o.listed]
	}
	of, at := make([]object.Result, len(o.List.Rows)), make(map[int]int)
	for i, row := range o.List.Rows {
		at[row.Line] = i
	}
	for _, r := range o.Results {
		if is := &of[at[r.Line]]; is.Status == "" || is.Done(false) && !r.Done(false) {
			*is = r
		}
	}
	return of
}

// Rehearsal is the name of the dialer in the files of a rehearsal.
const Rehearsal = "sandbox"
