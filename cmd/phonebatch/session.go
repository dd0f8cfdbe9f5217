package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"phonebatch/batch"
	"phonebatch/batch/ledger"
	"phonebatch/report"
)

// begin takes hold of the list, the results and the dialer, and finds the run to go on with. A rehearsal holds nothing
// and leaves nothing to resume: its session is nil.
func (o *importOptions) begin(path string) (*batch.Session, error) {
	if o.dialer.sandbox {
		if o.resume {
			o.say("a rehearsal leaves nothing to resume: --resume is not heeded")
		}
		return nil, nil
	}
	claim, err := o.claim(path)
	if err != nil {
		return nil, err
	}
	claim.By = ledger.Me("phonebatch import " + path)
	claim.Options = given(o.flags)
	claim.Resume, claim.StartOver = o.resume, o.startOver
	s, err := batch.Begin(claim)
	if err != nil {
		return nil, err
	}
	if s.Earlier != nil {
		o.say("going on with the run of %s", s.Earlier.At.Format("2006-01-02 15:04:05 UTC"))
		if s.Earlier.Damaged {
			o.warn("the run's journal is damaged: from the first broken line on nothing of it is used, and a copy is kept beside it")
		}
	}
	return s, nil
}

// recollect finds what earlier imports of a list have chosen for it.
func (o *checkOptions) recollect(path string) (*batch.Session, error) {
	claim, err := o.claim(path)
	if err != nil {
		return nil, err
	}
	return batch.Recollect(claim)
}

// claim says which list is meant, on which dialer, and where its results go.
func (o *checkOptions) claim(path string) (c batch.Claim, err error) {
	if c.State, err = ledger.OpenState(); err != nil {
		return c, err
	}
	results := o.results.path
	c.Said = results != ""
	if !c.Said {
		results = report.ResultsPath(path, o.results.dir, now())
	}
	if c.Results, err = filepath.Abs(results); err != nil {
		return c, err
	}
	if c.List, err = listName(path); err != nil {
		return c, err
	}
	c.Dir = filepath.Dir(c.Results)
	if c.Said && c.List != "" {
		c.Dir = filepath.Dir(c.List)
	}
	c.Dialer = o.dialing.options.Endpoint.String()
	return c, nil
}

// listName is the one name of a list: its absolute path, whatever links lead to it. What is read only once, standard
// input or a pipe, has none.
func listName(path string) (string, error) {
	if path == "-" {
		return "", nil
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return "", err
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

// near is a path as a person would write it here.
func near(path string) string {
	dir, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(dir, path); err == nil && !strings.HasPrefix(short, "..") {
		return short
	}
	return path
}

// given lists the flags that were given, be it by the environment.
func given(f *pflag.FlagSet) (list []string) {
	f.Visit(func(f *pflag.Flag) {
		for _, v := range typedValues(f) {
			list = append(list, "--"+f.Name+"="+v)
		}
	})
	return list
}
