package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/config"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// knownFlags name the register, limit the changes between two runs of a list, and identify the dialer of earlier runs.
type knownFlags struct {
	register     registerFlags
	maxChange    changeFlag
	sameDialerAs string
	newDialer    bool
}

// A changeFlag is the value of --max-change.
type changeFlag struct{ run.Limit }

// Set implements pflag.Value.
func (m *changeFlag) Set(text string) (err error) {
	m.Limit, err = run.ParseLimit(text)
	return err
}

// Type implements pflag.Value.
func (m *changeFlag) Type() string { return "N|N%" }

func (k *knownFlags) addTo(f *pflag.FlagSet) {
	k.register.addTo(f)
	f.Var(&k.maxChange, "max-change", env("max-change", "stop if more people than this are missing since the list's last run while as many are new, or have another name: a number or a share (default 20%, at least 4)"))
	f.StringVar(&k.sameDialerAs, "same-dialer-as", "", env("same-dialer-as", "this dialer is the dialer that earlier runs called by this URL or name; needed only once"))
	f.BoolVar(&k.newDialer, "new-dialer", false, env("new-dialer", "this is not the dialer that already has phones for the people of the list: everybody gets a phone here, too"))
}

// memory opens the register and returns what the register knows about a dialer and a list. path is the path of the
// list. The caller closes the register of the Memory. With an error, the register is closed.
func (k *knownFlags) memory(a *app, d *dialing, path string) (m *batch.Memory, err error) {
	m = &batch.Memory{MaxChange: k.maxChange.Limit, NewDialer: k.newDialer}
	if m.List, err = listName(path); err != nil {
		return nil, err
	}
	if m.Register, err = k.register.open(a); err != nil {
		return nil, err
	}
	if err = k.join(m.Register, d.name()); err == nil {
		err = d.adopt(m.Register)
	}
	if err == nil {
		m.Dialer, err = m.Register.Dialer(d.name())
	}
	if err != nil {
		_ = m.Register.Close() // the first error is more important
		return nil, err
	}
	return m, nil
}

// join records in the register that dialer and the dialer of --same-dialer-as are one dialer. dialer is a URL or the
// name of a dialer of the configuration file. Without --same-dialer-as, join does nothing. The error is a usageError
// for an invalid or unknown URL or name, or that of the register.
func (k *knownFlags) join(r *register.Register, dialer string) error {
	if k.sameDialerAs == "" {
		return nil
	}
	other := k.sameDialerAs
	if !config.IsName(other) {
		e, err := apiclient.ParseEndpoint(other)
		if err != nil {
			return usage("--same-dialer-as: "+err.Error(), "give the URL or the name as phonebatch runs shows it")
		}
		other = e.String()
	}
	known, err := r.KnownDialer(other)
	if err != nil {
		return err
	}
	if !known {
		return usage("--same-dialer-as: no run was on "+other, "phonebatch runs lists the runs and their dialers")
	}
	if config.IsName(dialer) { // the configuration file has the last word about the name
		return r.SameDialer(other, dialer)
	}
	return r.SameDialer(dialer, other)
}

// listName returns the name of a list in the register: its absolute path without symbolic links. The name is empty for
// standard input and for a pipe.
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
