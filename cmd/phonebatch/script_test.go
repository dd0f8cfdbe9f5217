package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"phonebatch/batch/object"
	"phonebatch/report"
)

// TestScripts runs the stories of testdata: the whole binary in a process of its own, against a dialer in this one.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("PHONEBATCH_USER", "6666")
			e.Setenv("PHONEBATCH_PASSWORD", "1234")
			e.Setenv("NO_COLOR", "1")
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_STATE_HOME", e.WorkDir+"/.state")
			e.Values[dialerKey{}] = new(*dialer)
			return nil
		},
		Condition: func(condition string) (bool, error) {
			if condition != "root" { // who may write anywhere
				return false, fmt.Errorf("there is no condition %s", condition)
			}
			return os.Getuid() == 0, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"dialer":    startDialer,
			"foreign":   startForeign,
			"requests":  checkRequests,
			"stored":    checkStored,
			"exits":     checkExit,
			"interrupt": interruptAfter,
			"rows":      writeRows,
			"column":    checkColumn,
			"private":   checkPrivate,
			"hold":      hold,
			"change":    changePhone,
			"alias":     addAlias,
			"aliases":   checkAliases,
			"inactive":  checkInactive,
			"linked":    checkLinked,
			"schema":    setSchema,
			"nightly":   runSample,
			"fill":      fillIn,
		},
	})
}

// checkRequests: requests N, that the dialer has seen just so many.
func checkRequests(ts *testscript.TestScript, _ bool, args []string) {
	if got := theDialer(ts).seen.Load(); fmt.Sprint(got) != args[0] {
		ts.Fatalf("the dialer has seen %d requests, want %s", got, args[0])
	}
}

// checkLinked: linked ID LOGINS, that the alias has just these members; linked N, that the dialer has so many aliases.
func checkLinked(ts *testscript.TestScript, _ bool, args []string) {
	all := theDialer(ts).Aliases()
	if len(args) == 1 && fmt.Sprint(len(all)) != args[0] {
		ts.Fatalf("the dialer has %d aliases, want %s", len(all), args[0])
	}
	for _, a := range all {
		if len(args) == 2 && a["alias_id"] == args[0] && a["logins_list"] == args[1] {
			return
		}
	}
	if len(args) == 2 {
		ts.Fatalf("no alias %s has the members %s, the dialer has %v", args[0], args[1], all)
	}
}

// fillIn: fill FILE NAME..., that each $NAME in a file becomes the value of that variable.
func fillIn(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	for _, name := range args[1:] {
		text = strings.ReplaceAll(text, "$"+name, ts.Getenv(name))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// changePhone: change EXTENSION SERVER FIELD VALUE, that somebody changes a phone on the dialer.
func changePhone(ts *testscript.TestScript, _ bool, args []string) {
	_, body := theDialer(ts).Call(url.Values{
		"function": {"update_phone"}, "source": {"somebody"}, "user": {"6666"}, "pass": {"1234"},
		"extension": {args[0]}, "server_ip": {args[1]}, args[2]: {args[3]},
	})
	if !strings.HasPrefix(body, "SUCCESS") {
		ts.Fatalf("%s", body)
	}
}

// addAlias: alias ID LOGINS, that somebody adds an alias on the dialer.
func addAlias(ts *testscript.TestScript, _ bool, args []string) {
	_, body := theDialer(ts).Call(url.Values{
		"function": {"add_phone_alias"}, "source": {"somebody"}, "user": {"6666"}, "pass": {"1234"},
		"alias_id": {args[0]}, "alias_name": {"alias"}, "phone_logins": {args[1]},
	})
	if !strings.HasPrefix(body, "SUCCESS") {
		ts.Fatalf("%s", body)
	}
}

// checkInactive: inactive [EXTENSION]..., that the dialer's inactive phones are just these.
func checkInactive(ts *testscript.TestScript, _ bool, args []string) {
	var found []string
	for _, p := range theDialer(ts).Phones() {
		if p["active"] == "N" {
			found = append(found, p["extension"])
		}
	}
	slices.Sort(found)
	if !slices.Equal(found, args) {
		ts.Fatalf("inactive are %v, want %v", found, args)
	}
}

// checkAliases: aliases [ID=LOGINS]..., that the dialer's aliases are just these.
func checkAliases(ts *testscript.TestScript, _ bool, args []string) {
	var found []string
	for _, a := range theDialer(ts).Aliases() {
		found = append(found, a["alias_id"]+"="+a["logins_list"])
	}
	slices.Sort(found)
	if !slices.Equal(found, args) {
		ts.Fatalf("the aliases are %v, want %v", found, args)
	}
}

// checkStored: stored N [RESULTS], that the dialer holds just so many phones, and that they are those which the results
// call added.
func checkStored(ts *testscript.TestScript, _ bool, args []string) {
	phones := theDialer(ts).Phones()
	if fmt.Sprint(len(phones)) != args[0] {
		ts.Fatalf("the dialer holds %d phones, want %s", len(phones), args[0])
	}
	if len(args) == 1 {
		return
	}
	stored := make(map[string]bool)
	for _, p := range phones {
		stored[p["server_ip"]+" "+p["extension"]] = true
	}
	for _, r := range results(ts, args[1]) {
		key := r.ServerIP + " " + r.Extension
		if (r.Status == object.Added) != stored[key] {
			ts.Fatalf("%s is %s, stored: %t", key, r.Status, stored[key])
		}
		delete(stored, key)
	}
	if len(stored) > 0 {
		ts.Fatalf("the results do not know %v", stored)
	}
}

func results(ts *testscript.TestScript, path string) []object.Result {
	list, err := report.ReadResults(strings.NewReader(ts.ReadFile(path)))
	ts.Check(err)
	return list
}

// checkExit: exits STATUS COMMAND..., that a command ends with just this status.
func checkExit(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	got := 0
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

// interruptAfter: interrupt SIGNAL N STATUS COMMAND..., that a command which gets the signal once the dialer has seen N
// requests ends with just this status; -1 is that of one that is killed.
func interruptAfter(ts *testscript.TestScript, _ bool, args []string) {
	d := theDialer(ts)
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	d.after.Store(int64(n))
	cmd := exec.Command(args[3], args[4:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "XDG_STATE_HOME", "PHONEBATCH_URL", "PHONEBATCH_USER", "PHONEBATCH_PASSWORD", "PHONEBATCH_READ_BACK"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-d.reach:
	case <-ended:
		ts.Fatalf("the command ended before the dialer had seen %d requests: %s", n, &errs)
	}
	ts.Check(cmd.Process.Signal(map[string]os.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "KILL": syscall.SIGKILL}[args[0]]))
	<-ended
	ts.Logf("%s", &errs)
	if got := cmd.ProcessState.ExitCode(); fmt.Sprint(got) != args[2] {
		ts.Fatalf("exit status %d, want %s", got, args[2])
	}
}

// writeRows: rows N SERVER FILE, a list of good rows.
func writeRows(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	var b strings.Builder
	b.WriteString("extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password,phone_full_name,local_gmt,outbound_cid\n")
	for i := range n {
		e := 5000 + i
		fmt.Fprintf(&b, "%d,%d,%d,%d,PhonePass%d,%s,SIP,RegSecret%d,Agent %d,-5.00,7275550100\n", e, e, e, e, e, args[1], e, e)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(b.String()), 0o600))
}

// checkColumn: column NAME VALUE N FILE, that so many records of a results file have the value there.
func checkColumn(ts *testscript.TestScript, _ bool, args []string) {
	column := slices.Index(report.Columns, args[0])
	records, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[3]))).ReadAll()
	ts.Check(err)
	n := 0
	for _, r := range records[1:] {
		if r[column] == args[1] {
			n++
		}
	}
	if fmt.Sprint(n) != args[2] {
		ts.Fatalf("%d of %d records have %s in %s, want %s", n, len(records)-1, args[1], args[0], args[2])
	}
}

// checkPrivate: private TEXT..., that no file but lists, failed rows and values before changes holds a text, and that
// every file which holds one is its user's alone. The files written by a script are lists.
func checkPrivate(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(filepath.WalkDir(ts.MkAbs("."), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		may := strings.HasSuffix(path, ".failed.csv") || strings.HasSuffix(path, ".before.csv") || strings.HasPrefix(filepath.Base(path), "list")
		for _, secret := range args {
			if bytes.Contains(text, []byte(secret)) && !may {
				return fmt.Errorf("%s holds %q", path, secret)
			}
		}
		info, err := entry.Info()
		if err == nil && strings.Contains(path, "results") && info.Mode().Perm() != 0o600 {
			return fmt.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	}))
}
