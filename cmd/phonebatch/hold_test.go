package main

import (
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"phonebatch/apiclient"
	"phonebatch/batch/register"
)

// hold: hold STATUS COMMAND..., that a command ends with just this status while another run works on the script's
// dialer.
func hold(ts *testscript.TestScript, _ bool, args []string) {
	endpoint, err := apiclient.ParseEndpoint(ts.Getenv("PHONEBATCH_URL"))
	ts.Check(err)
	reg, err := register.Open(filepath.Join(ts.Getenv("XDG_STATE_HOME"), "phonebatch", "register.db"))
	ts.Check(err)
	defer func() { ts.Check(reg.Close()) }()
	by := register.Holder{Command: "phonebatch import other.csv", PID: 4711, User: "mallory", Host: "elsewhere", Since: time.Date(2026, 11, 22, 20, 45, 0, 0, time.UTC)}
	lock, err := reg.Lock(endpoint.String(), by)
	ts.Check(err)
	defer func() { ts.Check(lock.Release()) }()
	checkExit(ts, false, args)
}
