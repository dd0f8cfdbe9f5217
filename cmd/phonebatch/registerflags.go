package main

import (
	"path/filepath"

	"github.com/spf13/pflag"

	"phonebatch/batch/register"
	"phonebatch/report"
)

// registerFlags say where the register is.
type registerFlags struct{ path string }

func (r *registerFlags) addTo(f *pflag.FlagSet) {
	f.StringVar(&r.path, "register", "", env("register", "the database that knows what was done, and who has which phone (default: phonebatch/register.db in your state folder)"))
}

// open opens the register, and says what the user must know of it.
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
		a.warn("the register was damaged, and is now called %s: this run begins with an empty one, and knows nobody; who has which phone is asked of the dialer and of the credentials file", report.Plain(reg.Aside))
	}
	if reg.Network != "" {
		a.warn("the register lies on a network file system (%s), whose locks may not hold: name a file on a local disk with --register", reg.Network)
	}
	return reg, nil
}

// place is the register's absolute path.
func (r *registerFlags) place() (string, error) {
	if r.path == "" {
		return register.DefaultPath()
	}
	return filepath.Abs(r.path)
}
