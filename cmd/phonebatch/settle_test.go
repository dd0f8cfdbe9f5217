package main

import (
	"testing"
	"time"

	"github.com/spf13/pflag"

	"phonebatch/batch/config"
)

const twoDialers = `
[dialers.a]
urls = ["https://a1.example.com", "https://a2.example.com"]
user = "ann"
timeout = "1m"
workers = 2
rate = "5/s"
where = ["Status=A"]

[dialers.b]
urls = ["https://b.example.com"]
user = "ben"
workers = 3

[profiles.p]
workers = 5
from = "vicidial-phones"
where = ["Status=P"]
`

// read reads a configuration that has no mistakes.
func read(t *testing.T, text string) *config.File {
	t.Helper()
	file, mistakes := config.Read(text, configRules())
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	return file
}

// typed returns the layer of a command line.
func typed(settings ...config.Setting) layer {
	return layer{commandLine, func(string) string { return "the command line" }, settings}
}

func TestTheEarlierPlaceDecides(t *testing.T) {
	file := read(t, twoDialers)
	line := typed(config.Setting{Flag: "workers", Values: []string{"7"}})
	variables := func(name string) (string, bool) {
		value, set := map[string]string{"PHONEBATCH_WORKERS": "6", "PHONEBATCH_USER": "eve"}[name]
		return value, set
	}
	unset := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(importOptions).addFlags(unset)
	env := fromEnvironment(unset, variables, nil)
	profile := layerOf(file.Profile("p"))
	for _, tt := range []struct {
		name    string
		layers  []layer
		workers int
		user    string
		where   string
	}{
		{"all", []layer{line, env, profile}, 7, "eve", "Status=P"},
		{"no command line", []layer{env, profile}, 6, "eve", "Status=P"},
		{"a profile", []layer{profile}, 5, "ann", "Status=P"},
		{"the dialer alone", nil, 2, "ann", "Status=A"},
	} {
		o, err := settle(file.Dialer("a"), tt.layers...)
		if err != nil {
			t.Fatal(err)
		}
		if o.pace.workers != tt.workers || o.dialer.user != tt.user || len(o.list.where) != 1 || o.list.where[0] != tt.where {
			t.Errorf("%s: %d workers, user %s, where %q", tt.name, o.pace.workers, o.dialer.user, o.list.where)
		}
	}
	if o, err := settle(nil); err != nil || o.pace.workers != 4 || o.dialer.user != "" {
		t.Errorf("without a dialer: %v", err)
	}
}

func TestOneProcessConnectsToSeveralDialers(t *testing.T) {
	file := read(t, twoDialers)
	line := typed(config.Setting{Flag: "retries", Values: []string{"1"}})
	a, errA := settle(file.Dialer("a"), line)
	b, errB := settle(file.Dialer("b"), line)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	toA, urlsA, errA := a.dialer.connection(&a.pace)
	toB, urlsB, errB := b.dialer.connection(&b.pace)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	if toA.Name != "a" || toA.User != "ann" || toA.Workers != 2 || toA.Timeout != time.Minute || len(urlsA) != 2 || !a.pace.fixed() || a.pace.retries != 1 {
		t.Errorf("a: %s, %s, %d workers, %s, %v", toA.Name, toA.User, toA.Workers, toA.Timeout, urlsA)
	}
	if toB.Name != "b" || toB.User != "ben" || toB.Workers != 3 || toB.Timeout != 30*time.Second || len(urlsB) != 1 || b.pace.fixed() || b.pace.retries != 1 {
		t.Errorf("b: %s, %s, %d workers, %s, %v", toB.Name, toB.User, toB.Workers, toB.Timeout, urlsB)
	}
}

func TestPaceOrRateWhicheverComesFromTheEarlierPlace(t *testing.T) {
	file := read(t, twoDialers) // the dialer a has a rate
	for _, tt := range []struct {
		name  string
		line  []config.Setting
		fixed bool
	}{
		{"the rate of the dialer", nil, true},
		{"another pace is typed", []config.Setting{{Flag: "pace", Values: []string{"fast"}}}, false},
		{"another rate is typed", []config.Setting{{Flag: "rate", Values: []string{"0"}}}, true},
	} {
		o, err := settle(file.Dialer("a"), typed(tt.line...))
		if err != nil {
			t.Fatal(err)
		}
		if err := o.pace.finalize(t.Logf); err != nil || o.pace.fixed() != tt.fixed {
			t.Errorf("%s: fixed %t, %v", tt.name, o.pace.fixed(), err)
		}
	}
}

// TestAFileMaySetEveryFlagOfAnImportThatNeedNotBeSaid: what a new flag means in a file is decided here.
func TestAFileMaySetEveryFlagOfAnImportThatNeedNotBeSaid(t *testing.T) {
	known := make(map[string]bool)
	for _, f := range configRules().Flags {
		known[f.Name] = true
		if (f.Refused != "") != (commandLineOnly[f.Name] || forOneRun[f.Name]) {
			t.Errorf("--%s: %q", f.Name, f.Refused)
		}
	}
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(importOptions).addFlags(set)
	set.VisitAll(func(f *pflag.Flag) {
		if known[f.Name] == notOfFile[f.Name] {
			t.Errorf("--%s is known to the file: %t", f.Name, known[f.Name])
		}
	})
}
