package main

import (
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"phonebatch/apiclient"
	"phonebatch/batch/ledger"
)

// hold: hold list|results|dialer NAME STATUS COMMAND..., that a command ends with just this status while another run has
// that thing in its hands. The dialer is the script's own, whatever NAME.
func hold(ts *testscript.TestScript, _ bool, args []string) {
	state, err := ledger.StateIn(filepath.Join(ts.Getenv("XDG_STATE_HOME"), "phonebatch"))
	ts.Check(err)
	by := ledger.Holder{Command: "phonebatch import other.csv", PID: 4711, User: "mallory", Host: "elsewhere", Since: time.Date(2026, 11, 22, 20, 45, 0, 0, time.UTC)}
	lock, err := state.Lock(args[0], canonical(ts, args[0], args[1]), by)
	ts.Check(err)
	defer func() { ts.Check(lock.Release()) }()
	checkExit(ts, false, args[2:])
}

// canonical is the one name that a thing is locked by.
func canonical(ts *testscript.TestScript, what, name string) string {
	if what == "dialer" {
		endpoint, err := apiclient.ParseEndpoint(ts.Getenv("PHONEBATCH_URL"))
		ts.Check(err)
		return endpoint.String()
	}
	dir, err := filepath.EvalSymlinks(ts.MkAbs("."))
	ts.Check(err)
	return filepath.Join(dir, name)
}
