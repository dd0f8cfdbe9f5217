package batch

import (
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/exit"
	"phonebatch/batch/preflight"
)

// cells returns the columns of a header that tell people apart. Package preflight keeps the cells of these columns.
func (r *reading) cells(header []string) []string {
	r.who.Numbers = nil
	for _, i := range columns.PersonNumber(header) {
		r.who.Numbers = append(r.who.Numbers, header[i])
	}
	r.who.Names = columns.NameColumns(r.options.Filling, r.options.Mapping, header)
	r.who.Key, r.keyErr = keyColumns(r.work.job.Key, header)
	r.work.who = r.who
	return r.who.Columns()
}

// A KeyError says that --key names a column that the list does not have. Near is the closest name, or "".
type KeyError struct{ Column, Near string }

func (e *KeyError) Error() string { return fmt.Sprintf("--key: the list has no column %q", e.Column) }

// Status is the exit status of a command that the error ends.
func (e *KeyError) Status() int { return exit.Usage }

// Hints say what the user can do.
func (e *KeyError) Hints() []string {
	if e.Near != "" {
		return []string{fmt.Sprintf("did you mean --key %q?", e.Near)}
	}
	return []string{"--key takes names of columns as the header writes them, separated by commas"}
}

// keyColumns returns the columns that --key names, as the header writes them. The error is a *KeyError.
func keyColumns(key, header []string) (found []string, err error) {
	for _, name := range key {
		i := slices.IndexFunc(header, func(h string) bool { return assign.Fold(h) == assign.Fold(name) })
		if i < 0 {
			return nil, &KeyError{name, columns.Nearest(name, header)}
		}
		found = append(found, header[i])
	}
	return found, nil
}

// identify finds the person of each row of a list.
func (r *reading) identify(l *preflight.List) {
	w := r.work
	if r.options.Leaving || r.options.Cells == nil || !r.options.Keep && !r.options.Filling.Chooses() {
		return
	}
	people, known := assign.Identify(l.Rows, r.survey, r.who)
	w.people = people
	if w.job.Identified != nil && r.options.Filling.Chooses() {
		w.job.Identified(known)
	}
}

// assign makes the plan for the rows of the survey: it gives them the values that earlier runs chose for their people,
// and then servers and numbers that are free in the list. It asks no dialer.
func (r *reading) assign(survey *preflight.List) (err error) {
	w := r.work
	o := assign.Options{Filling: r.options.Filling, Dialer: w.job.Dialer}
	if w.job.Memory != nil {
		o.Memory = w.job.Memory
	}
	if o.Credentials, err = w.job.passwords(); err != nil {
		return err
	}
	if w.plan, err = assign.New(r.survey, survey.Rows, w.people, o); err != nil {
		return err
	}
	return w.plan.Number(nil)
}

// passwords opens the files with passwords that were made before: the file of the job first, then the files of earlier
// runs. The error is that of the job's own file, or of the register.
func (j *Job) passwords() (list []*assign.Credentials, err error) {
	paths := []string{j.Credentials}
	if j.Memory != nil {
		if paths, err = j.Memory.credentials(j.Credentials); err != nil {
			return nil, err
		}
	}
	for i, path := range paths {
		if path == "" {
			continue
		}
		c, err := assign.OpenCredentials(path)
		if err != nil && i == 0 {
			return nil, err
		}
		if err == nil { // a file of an earlier run may be gone or unreadable by now
			list = append(list, c)
		}
	}
	return list, nil
}

// report adds a problem to each row whose person is unclear: rows without a key, two rows for one person, and rows for
// a person who may have a phone already.
func (r *reading) report(l *preflight.List) {
	w := r.work
	if w.people == nil {
		return
	}
	var found []preflight.Found
	enter := func(row int, code apiclient.Code, message string, others ...int) {
		found = append(found, preflight.Found{Row: row, Problem: preflight.Problem{
			Line: l.Rows[row].Line, Severity: codes.Error, Code: code, Message: message, Hint: codes.Remedy(code), Others: others,
		}})
	}
	keyed := len(r.who.Key) > 0
	for i, row := range l.Rows {
		if keyed && row.Readable && !row.Invalid && w.people[i].Kind == "" {
			enter(i, codes.NoKey, "the cells that --key names are empty")
		}
	}
	for _, c := range assign.Twice(l.Rows, w.people, r.survey, keyed) {
		for _, pair := range [][2]int{{c.Row, c.Other}, {c.Other, c.Row}} {
			other := l.Rows[pair[1]].Line
			enter(pair[0], codes.DupPerson, fmt.Sprintf("by %s the row is for the same person as line %d", r.knownBy(), other), other)
		}
	}
	if w.plan != nil {
		for _, row := range w.plan.Unclear {
			enter(row, codes.UnclearPerson, "an earlier run may have given this person a phone, and the register's entry of the phone is damaged")
		}
		for _, c := range w.plan.Clashes {
			for _, pair := range [][2]int{{c.Row, c.Other}, {c.Other, c.Row}} {
				other := l.Rows[pair[1]].Line
				enter(pair[0], codes.UnclearPerson, fmt.Sprintf("this row or line %d is for the person who has extension %s", other, c.Extension), other)
			}
		}
	}
	l.Report(found)
	w.warnListed(l)
}

// knownBy names the part of the list that tells people apart.
func (r *reading) knownBy() string {
	switch {
	case len(r.who.Key) > 0:
		return "--key"
	case len(r.who.Names) > 0:
		return "name"
	}
	return "number"
}
