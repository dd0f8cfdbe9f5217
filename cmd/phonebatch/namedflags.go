package main

import (
	"errors"

	"github.com/spf13/pflag"

	"phonebatch/batch/config"
)

// namedFlags name the configuration file and a dialer of it.
type namedFlags struct {
	config  string
	dialer  dialerName
	several bool // the dialer is one of several: a password for all is none of its own
}

func (n *namedFlags) addTo(f *pflag.FlagSet) {
	f.StringVar(&n.config, "config", "", env("config", "the configuration file with named dialers and profiles (default: phonebatch/config.toml in $XDG_CONFIG_HOME, else in ~/.config)"))
	f.Var(&n.dialer, "dialer", env("dialer", "a dialer of the configuration file, in place of --url: its URLs, user, password and flags"))
}

// set chooses a dialer by its entry.
func (n *namedFlags) set(entry *config.Dialer) { n.dialer.name, n.dialer.entry = entry.Name, entry }

// entry returns the entry of the dialer, or nil if none was chosen.
func (n *namedFlags) entry() *config.Dialer { return n.dialer.entry }

// A dialerName is the value of --dialer. entry is nil until the configuration file has been read.
type dialerName struct {
	name  string
	entry *config.Dialer
	ofRun bool // without a name, the dialer is that of an earlier run
}

// Set implements pflag.Value.
func (d *dialerName) Set(text string) error {
	if !config.IsName(text) {
		return errors.New("want the NAME of a section [dialers.NAME] of the configuration file; --url takes an address")
	}
	d.name = text
	return nil
}

// String implements pflag.Value.
func (d *dialerName) String() string { return d.name }

// Type implements pflag.Value.
func (d *dialerName) Type() string { return "NAME" }

// A profileName is the value of --profile.
type profileName string

// Set implements pflag.Value.
func (p *profileName) Set(text string) error {
	if !config.IsName(text) {
		return errors.New("want the NAME of a section [profiles.NAME] of the configuration file")
	}
	*p = profileName(text)
	return nil
}

// String implements pflag.Value.
func (p *profileName) String() string { return string(*p) }

// Type implements pflag.Value.
func (p *profileName) Type() string { return "NAME" }
