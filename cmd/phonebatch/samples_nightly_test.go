package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// nightlySamples is the folder of the samples for a machine that imports every night.
var nightlySamples = filepath.Join("..", "..", "samples", "nightly")

// runSample: nightly STATUS FILE, that the command of a sample ends with just this status. It runs in the environment
// that the sample sets, and in no other. Paths of the system are below the folder of the script, which has the
// configuration with its own dialers in etc/phonebatch.
func runSample(ts *testscript.TestScript, _ bool, args []string) {
	text, err := os.ReadFile(filepath.Join(nightlySamples, args[1]))
	ts.Check(err)
	root := ts.MkAbs(".")
	binary := filepath.Join(root, "usr", "local", "bin", "phonebatch")
	if _, err := os.Lstat(binary); err != nil {
		ours, err := exec.LookPath("phonebatch")
		ts.Check(err)
		ts.Check(os.MkdirAll(filepath.Dir(binary), 0o700))
		ts.Check(os.Symlink(ours, binary))
	}
	placed := strings.NewReplacer(
		"%S", root+"/var/lib", "/usr/local/bin/", root+"/usr/local/bin/",
		"/var/lib/", root+"/var/lib/", "/srv/", root+"/srv/", "/etc/phonebatch", root+"/etc/phonebatch",
	)
	read, environment := cronLine, []string{}
	if filepath.Ext(args[1]) == ".service" {
		read, environment = execStart, []string{"CREDENTIALS_DIRECTORY=" + root + "/credentials"}
	}
	variables, command := read(strings.Split(placed.Replace(string(text)), "\n"))
	if command == "" {
		ts.Fatalf("%s has no command", args[1])
	}
	environment = append(append(environment, "HOME="+root, "PATH=/usr/bin:/bin"), variables...)
	checkExit(ts, false, append(append([]string{args[0], "env", "-i"}, environment...), "sh", "-c", command))
}

// cronLine returns the variables and the last command of a file for /etc/cron.d.
func cronLine(lines []string) (variables []string, command string) {
	for _, line := range lines {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || strings.HasPrefix(line, "#"):
		case len(fields) == 1:
			variables = append(variables, line)
		case len(fields) > 6 && fields[5] == "phonebatch":
			command = strings.ReplaceAll(strings.Join(fields[6:], " "), `\%`, "%")
		}
	}
	return variables, command
}

// execStart returns the variables and the command of a service.
func execStart(lines []string) (variables []string, command string) {
	for _, line := range lines {
		key, value, _ := strings.Cut(line, "=")
		switch key {
		case "Environment":
			variables = append(variables, strings.Fields(value)...)
		case "ExecStart":
			command = value
		}
	}
	return variables, command
}

// TestTheUnitsAreValid: systemd understands every line of the service and the timer.
func TestTheUnitsAreValid(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("there is no systemd-analyze")
	}
	dir := t.TempDir()
	binary, err := exec.LookPath("phonebatch")
	if err != nil {
		t.Fatal(err)
	}
	command := []string{"verify"}
	for _, name := range []string{"phonebatch.service", "phonebatch.timer"} {
		text, err := os.ReadFile(filepath.Join(nightlySamples, name))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(text), "/usr/local/bin/phonebatch", binary)), 0o600); err != nil {
			t.Fatal(err)
		}
		command = append(command, path)
	}
	if said, err := exec.Command(analyze, command...).CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("%v: %s", err, said)
	}
}

// TestTheSamplesRunTheSameCommand: the cron line and the service do not drift apart.
func TestTheSamplesRunTheSameCommand(t *testing.T) {
	read := func(name string) []string {
		text, err := os.ReadFile(filepath.Join(nightlySamples, name))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(string(text), "\n")
	}
	_, cron := cronLine(read("phonebatch.cron"))
	_, service := execStart(read("phonebatch.service"))
	if cron != service || cron == "" {
		t.Errorf("cron runs %q, the service %q", cron, service)
	}
}
