//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/exit"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// An ordeal is an import in a process of its own, to which something bad happens, and the dialer that it speaks to.
type ordeal struct {
	*testing.T
	*sandbox.Server
	dir, url string
	rows     int
}

func newOrdeal(t *testing.T, rows int) *ordeal {
	o := &ordeal{T: t, Server: sandbox.New(sandbox.Default()), dir: t.TempDir(), rows: rows}
	server := httptest.NewServer(o.Server)
	t.Cleanup(server.Close)
	o.url = server.URL
	if err := os.WriteFile(o.path("list.csv"), []byte(plainList(5000, rows)), 0o600); err != nil {
		t.Fatal(err)
	}
	return o
}

// plainList is a list of good rows.
func plainList(from, rows int) string {
	list := listHeader
	for e := from; e < from+rows; e++ {
		list += fmt.Sprintf("%[1]d,%[1]d,%[1]d,%[1]d,PhonePass%[1]d,10.0.9.8,SIP,RegSecret%[1]d,Agent %[1]d,-5.00,7275550100\n", e)
	}
	return list
}

func (o *ordeal) path(name string) string { return filepath.Join(o.dir, name) }

// command imports the list, or what of it is left.
func (o *ordeal) command(args ...string) *exec.Cmd {
	args = append([]string{"import", "--yes", "--resume", "--rate", "0"}, append(args, o.path("list.csv"))...)
	cmd := exec.Command("phonebatch", args...)
	cmd.Env = append(os.Environ(), "PHONEBATCH_URL="+o.url, "PHONEBATCH_USER=6666", "PHONEBATCH_PASSWORD=1234", "XDG_STATE_HOME="+o.path("state"))
	return cmd
}

// limited has a command run where no file may be longer than so many times 512 bytes.
func limited(cmd *exec.Cmd, blocks int) *exec.Cmd {
	script := fmt.Sprintf(`ulimit -f %d; exec "$0" "$@"`, blocks)
	inner := exec.Command("sh", append([]string{"-c", script}, cmd.Args...)...)
	inner.Env = cmd.Env
	return inner
}

// ends runs a command, and returns its exit status and what it says to a person.
func (o *ordeal) ends(cmd *exec.Cmd) (int, string) {
	var said bytes.Buffer
	cmd.Stderr = &said
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		o.Error(err)
	}
	return cmd.ProcessState.ExitCode(), said.String()
}

// recorded checks that the register tells of every phone that is stored, and returns how many are stored.
func (o *ordeal) recorded() int {
	phones := o.Phones()
	if len(phones) == 0 {
		return 0
	}
	reg, err := register.Open(o.path("state/phonebatch/register.db"))
	if err != nil {
		o.Error(err)
		return 0
	}
	defer reg.Close()
	endpoint, err := apiclient.ParseEndpoint(o.url)
	if err != nil {
		o.Error(err)
		return 0
	}
	for _, p := range phones {
		key := object.KeyOf(&apiclient.Phone{Extension: p["extension"], ServerIP: p["server_ip"]})
		if _, known, err := reg.Standing(endpoint.String(), key); err != nil || !known {
			o.Errorf("extension %s is stored, and the register does not know it: %v", p["extension"], err)
		}
	}
	return len(phones)
}

// finish resumes the import, and checks that each row was added, and once.
func (o *ordeal) finish(results string) {
	if status, said := o.ends(o.command("--results", results)); status != exit.Done {
		o.Errorf("resumed, it ends with %d: %s", status, said)
	}
	list, err := readResults(results)
	if err != nil {
		o.Error(err)
	}
	stored := make(map[string]int)
	for _, p := range o.Phones() {
		stored[p["extension"]]++
	}
	for _, r := range list {
		if r.Status != object.Added || stored[r.Extension] != 1 {
			o.Errorf("extension %s is %s, and stored %d times", r.Extension, r.Status, stored[r.Extension])
		}
	}
	if len(list) != o.rows || len(stored) != o.rows {
		o.Errorf("of %d rows there are %d results and %d phones", o.rows, len(list), len(stored))
	}
}

// tooLarge is what the system, or SQLite for the system, says of a file that may not grow.
var tooLarge = regexp.MustCompile(`file too large|disk I/O error|database or disk is full`)

// TestFullDisk: what cannot be recorded is not sent, and what was sent is known, wherever the register stops growing.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("shorter tests run the same code")
	}
	t.Parallel()
	var lanes sync.WaitGroup // resumed, an import waits for seconds
	var midway atomic.Bool
	for _, blocks := range []int{0, 2, 150, 320, 500} {
		o := newOrdeal(t, 600)
		lanes.Go(func() {
			results := o.path("r.csv")
			status, said := o.ends(limited(o.command("--results", results), blocks))
			if status != exit.Unexpected || !strings.Contains(said, "phonebatch: error: ") || !tooLarge.MatchString(said) {
				t.Errorf("%d blocks: exit status %d: %s", blocks, status, said)
			}
			if !strings.Contains(said, "make room, or mend the folder, then run it again with --resume") && !strings.Contains(said, "set XDG_STATE_HOME") {
				t.Errorf("%d blocks: there is no hint: %s", blocks, said)
			}
			if n := o.recorded(); n > 0 && n < o.rows {
				midway.Store(true)
			}
			o.finish(results)
		})
	}
	lanes.Wait()
	if !midway.Load() {
		t.Error("no register was full while phones were added")
	}
}

// TestPlacesThatCannotBeWritten: an import whose results or whose state have no place sends nothing.
func TestPlacesThatCannotBeWritten(t *testing.T) {
	o := newOrdeal(t, 3)
	for path, mode := range map[string]os.FileMode{"state": 0o700, "sealed": 0o500} {
		if err := os.Mkdir(o.path(path), mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(o.path("state/phonebatch"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	underFile := o.path("list.csv/folder")
	for name, tt := range map[string]struct {
		args      []string
		state     string
		says      string
		notByRoot bool
	}{
		"results in a file":          {args: []string{"--results-dir", underFile}, says: "list.csv/folder"},
		"results beneath a file":     {args: []string{"--results", underFile + "/r.csv"}, says: "list.csv/folder"},
		"results in no folder":       {args: []string{"--results-dir", o.path("missing")}, says: "there is no folder"},
		"a name that is too long":    {args: []string{"--results", o.path(strings.Repeat("x", 300))}, says: "too long"},
		"results in a sealed folder": {args: []string{"--results-dir", o.path("sealed")}, says: "permission denied", notByRoot: true},
		"state in a file":            {state: underFile, says: "or set XDG_STATE_HOME to such a folder"},
		"state that is a file":       {state: o.path("state"), says: "or set XDG_STATE_HOME to such a folder"},
		"state at no fixed place":    {state: "state", says: "or set XDG_STATE_HOME to such a folder"},
		"state in a sealed folder":   {state: o.path("sealed"), says: "or set XDG_STATE_HOME to such a folder", notByRoot: true},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.notByRoot && os.Getuid() == 0 {
				t.Skip("root may write anywhere")
			}
			cmd := o.command(tt.args...)
			state := o.path("good")
			if tt.state != "" {
				state = tt.state
			}
			cmd.Env = append(cmd.Env, "XDG_STATE_HOME="+state)
			status, said := o.ends(cmd)
			if status != exit.Unexpected && status != exit.Usage || !strings.Contains(said, "phonebatch: error: ") || !strings.Contains(said, tt.says) {
				t.Errorf("exit status %d: %s", status, said)
			}
			if n := o.Requests(); n > 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}
