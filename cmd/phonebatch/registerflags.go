package main

import (
	"path/filepath"

	"github.com/spf13/pflag"

	"phonebatch/batch/register"
	"phonebatch/report"
)

// registerFlags hold the path of the register; empty means the default path.
type registerFlags struct{ path string }

func (r *registerFlags) addTo(f *pflag.FlagSet) {
	f.StringVar(&r.path, "register", "", env("register", "the database that knows what was done, and who has which phone (default: phonebatch/register.db in your state folder)"))
}

// open opens the register. It warns if the register was damaged or is on a network file system. The caller closes the
// register.
func (r *registerFlags) open(a *app) (*register.Register, error) {
	path, err := r.place()
	if err != nil {
		return nil, err
	}
	reg, err := register.Open(path)
	if err != nil {
		return nil, err
	}
	if reg.Aside != "" {
		a.warn("the register was damaged and is now called %s: this run begins with an empty register and does not know who has which phone; the dialer and the credentials file are asked instead", report.Plain(reg.Aside))
	}
	if reg.Network != "" {
		a.remind("the register is on a network file system (%s), whose locks may not work: name a file on a local disk with --register", reg.Network)
	}
	return reg, nil
}

// place returns the absolute path of the register.
func (r *registerFlags) place() (string, error) {
	if r.path == "" {
		return register.DefaultPath()
	}
	return filepath.Abs(r.path)
}
