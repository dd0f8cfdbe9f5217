package config

import (
	"slices"
	"strings"

	"phonebatch/apiclient"
)

// A File is what a configuration file says.
type File struct {
	Path     string
	Dialers  []Dialer  // in the order of the file
	Profiles []Profile // in the order of the file
}

// A Dialer is one dialer: the servers behind all its URLs share one database.
type Dialer struct {
	Name             string
	Line             int
	URLs             []apiclient.Endpoint // the first that answers is used
	User             string
	PasswordFile     string // a path, or empty
	PasswordVariable string // the name of an environment variable, or empty
	Servers          []Server
	Settings         []Setting

	urlsLine, passwordLine int
}

// A Server is a telephony server of a dialer, and what the phones on it have in common.
type Server struct {
	IP             string
	Line           int
	Suffix         string // ends the login of each phone on the server
	Bound          bool   // the file gives the server a suffix, perhaps an empty one: each person gets a phone on it
	Public         string // the host with which phones register, with a port or without
	DialplanPrefix string // comes before the digits of the extension
	TemplateID     string
	PhoneContext   string
}

// A Profile is a named group of flags.
type Profile struct {
	Name     string
	Line     int
	Settings []Setting
}

// A Setting gives a flag its values: one value, or several for a flag that can be repeated.
type Setting struct {
	Flag   string // without dashes
	Values []string
	Line   int
}

// Dialer returns the dialer with a name, or nil.
func (f *File) Dialer(name string) *Dialer {
	if i := slices.IndexFunc(f.Dialers, func(d Dialer) bool { return d.Name == name }); i >= 0 {
		return &f.Dialers[i]
	}
	return nil
}

// Profile returns the profile with a name, or nil.
func (f *File) Profile(name string) *Profile {
	if i := slices.IndexFunc(f.Profiles, func(p Profile) bool { return p.Name == name }); i >= 0 {
		return &f.Profiles[i]
	}
	return nil
}

// DialerNames returns the names of all dialers.
func (f *File) DialerNames() (names []string) {
	for _, d := range f.Dialers {
		names = append(names, d.Name)
	}
	return names
}

// ProfileNames returns the names of all profiles.
func (f *File) ProfileNames() (names []string) {
	for _, p := range f.Profiles {
		names = append(names, p.Name)
	}
	return names
}

// IsName says whether a text can be the name of a dialer or a profile. No URL is a name. The word sandbox stands for
// rehearsals in results.
func IsName(text string) bool {
	if text == "" || len(text) > 64 || text == "sandbox" || strings.ContainsAny(text[:1], "-_.") {
		return false
	}
	return strings.Trim(strings.ToLower(text), "abcdefghijklmnopqrstuvwxyz0123456789-_.") == ""
}
