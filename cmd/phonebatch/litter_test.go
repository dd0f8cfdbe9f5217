//go:build unix

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"phonebatch/batch/exit"
)

// TestAFolderThatGoesAwayIsNoFaultOfTheCall: phones were sent, so the exit status is not that of a call that sent
// nothing.
func TestAFolderThatGoesAwayIsNoFaultOfTheCall(t *testing.T) {
	o := newOrdeal(t, 12)
	gone := o.path("gone")
	if err := os.Mkdir(gone, 0o700); err != nil {
		t.Fatal(err)
	}
	hung, release := o.hang(3)
	cmd := o.command("--results-dir", gone)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-hung
	if err := os.RemoveAll(gone); err != nil {
		t.Fatal(err)
	}
	close(release)
	_ = cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != exit.Unexpected || !strings.Contains(said.String(), "there is no folder "+gone) {
		t.Errorf("exit status %d: %s", status, &said)
	}
	if n := len(o.Phones()); n != o.rows {
		t.Errorf("%d phones are stored", n)
	}
}

// TestDefaultsThatMakePasswordsAreNotTold: what a password is made of is in the list of processes, and nowhere else.
// The next command names the column alone.
func TestDefaultsThatMakePasswordsAreNotTold(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := newStage(t, newHush(t), 0)
	newParrot(s, 2)
	s.write("open-list.csv", "Ext,Phone Login,Server,SIP Secret,Name of Agent,Time Zone\n"+
		"5000,5000,"+serverOf(0)+",SipSecret1,Ann,-5.00\n5001,5001,"+serverOf(1)+",SipSecret2,Bo,-5.00\n")
	fill := []string{"--usual-defaults", "--map", "Name of Agent=phone_full_name", "--default", "Phone Pass=" + string(s.hush) + "{extension}", s.path("open-list.csv")}
	for _, args := range [][]string{
		{"check", "--results", s.path("check.csv")},
		{"check", "--online", "--json", "--results", s.path("check.xlsx")},
		{"import", "--sandbox", "--yes", "--first", "1"},
		{"import", "--sandbox", "--yes", "--json"},
		{"import", "--yes", "--first", "1", "--results", s.path("r.csv")},
		{"import", "--yes", "--resume", "--max-failures", "0"},
		{"import", "--yes", "--first", "1"},
	} {
		if args[1] == "--sandbox" {
			s.run(append(args, fill...)...)
			continue
		}
		s.call(append(args, fill...)...)
	}
	s.run("report", s.path("r.csv"))
	s.run("runs", "--json")
	if n := strings.Count(s.said.String(), "--default 'Phone Pass=…'"); n < 3 {
		t.Errorf("the next command names the column %d times: %s", n, &s.said)
	}
	s.sweep()
	rehearsals, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*", "*"))
	if err != nil || len(rehearsals) < 2 {
		t.Errorf("rehearsals have left %q, %v", rehearsals, err)
	}
	for _, leak := range s.leaks(os.Getenv("TMPDIR")) {
		if !strings.Contains(leak, "has mode") {
			t.Error(leak)
		}
	}
}

// TestARehearsalLeavesNothingBesideTheList: the README's first command, twice, in a folder that is not to be littered.
func TestARehearsalLeavesNothingBesideTheList(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	folder := filepath.Join("..", "..", "samples")
	listing := func() (names []string) {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	before := listing()
	for _, args := range [][]string{
		{"agents.csv"},
		{"agents.csv"},
		{"--first", "3", "agents.csv"},
		{"--skip-invalid", "mistakes.csv"},
		{"--usual-defaults", "--default", "phone_full_name={First Name}", "--number", "extension=2001-2999", "--spread", "server_ip=10.0.9.8,10.0.9.9", "--generate", "phone_pass,registration_password", "hr.csv"},
	} {
		args[len(args)-1] = filepath.Join(folder, args[len(args)-1])
		var out, errs bytes.Buffer
		if status := phonebatch(append([]string{"import", "--sandbox", "--yes"}, args...), strings.NewReader(""), &out, &errs); status != exit.Done && status != exit.NotAll {
			t.Errorf("%v: exit status %d: %s", args, status, &errs)
		}
		if !strings.Contains(errs.String(), "results: "+os.Getenv("TMPDIR")) {
			t.Errorf("%v: it does not say where the results are: %s", args, &errs)
		}
	}
	if after := listing(); strings.Join(after, "\n") != strings.Join(before, "\n") {
		t.Errorf("there was %q, and now there is %q", before, after)
	}
}
