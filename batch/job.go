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
	Dialer         string  // the name of the dialer in files and in the register
	Memory         *Memory // what earlier runs did; nil if that is not known
	Credentials    string  // the file for the passwords that the program makes; if empty, no file is written
	// Dial returns a client of the dialer. The job calls Dial at most once, when the list is fit to be sent or needs
	// the dialer to fill its cells. Dial is required if the job asks the dialer.
	Dial func(*preflight.List) (*apiclient.Client, error)
	// Viewer reads the dialer's page of all phones. If Viewer is nil, the job asks about every row. RequireView ends the
	// job if the page cannot be read.
	Viewer      Viewer
	RequireView bool
	// Lists reads further pages, if the page of all phones can be read. Nothing is compared with a list that is not read.
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
	// Unreadable hears why the dialer's pages cannot be read.
	Unreadable func(error)
}

// An Outcome holds everything that a job found out. It is complete even if an error ended the job.
type Outcome struct {
	List        *preflight.List
	Results     []object.Result // one for each row and each alias; nil if the rows were not kept. See inOrder
	Build       apiclient.Build
	Dialer      string
	Sent        bool   // a request was sent to the dialer
	Claimed     bool   // a phone of the list was sent, or was about to be sent
	Done        int    // rows that an earlier run did
	Before      string // the file with the values that phones had before they were changed; empty if none is known
	Credentials string // the file with the passwords that were made for this list; empty if none were made
}

// Rehearsal is the name of the dialer in the files of a rehearsal.
const Rehearsal = "sandbox"
