package main

import (
	"github.com/spf13/pflag"

	"phonebatch/batch/files"
)

// The values of --retire-by.
const (
	retireInactive = "inactive"
	retireDelete   = "delete"
)

// missingFlags say what an import does with people whom the list's last run knew and who are not in the list.
type missingFlags struct {
	retire bool
	by     choice
}

func (m *missingFlags) addTo(f *pflag.FlagSet) {
	m.by = choice{retireInactive, []string{retireInactive, retireDelete}}
	f.BoolVar(&m.retire, "retire-missing", false, env("retire-missing", "retire the phones of people who were in the list's last run and are not in the list: after the others, and never more than --max-change"))
	f.Var(&m.by, "retire-by", env("retire-by", "how --retire-missing retires a phone: make it inactive, or delete it, which needs the right to delete"))
}

// deletes reports whether phones of missing people are deleted.
func (m *missingFlags) deletes() bool { return m.by.value == retireDelete }

// finalize checks the flags for a list. The error is a usageError.
func (m *missingFlags) finalize(list string, sandbox bool) error {
	switch {
	case m.deletes() && !m.retire:
		return usage("--retire-by says how --retire-missing retires a phone", "pass --retire-missing as well, or leave --retire-by out")
	case !m.retire:
		return nil
	case sandbox:
		return usage("--retire-missing needs the dialer of earlier runs: a rehearsal has none", "leave --retire-missing out of the rehearsal; --dry-run says what it would retire")
	case list == "-":
		return usage("--retire-missing needs a list with a name: the name says which run was the list's last one", "write the list into a file")
	case files.Parse(list).IsFailedRows():
		return usage("--retire-missing does not fit a file of failed rows: the other people are not missing", "leave --retire-missing out, or import the whole list")
	}
	return nil
}
