// Package preflight turns the records of a list into rows that can be sent, and finds everything that is wrong with
// them, before anything is. It finds it all in one pass: each problem has a line, a column and a remedy.
package preflight

import (
	"context"
	"io"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/sheet"
)

// Options of a pre-flight.
type Options struct {
	Sheet    sheet.Options     // how the list is to be read
	Dialect  apiclient.Dialect // of the dialer that the list is for
	Mapping  Mapping           // what --map says of columns
	Filling  Filling
	Where    Where
	From     *Origin                 // the program whose list it is; nil is found out
	Ignore   map[apiclient.Code]bool // problems that are not to be found
	Strict   bool                    // warnings are errors
	Asked    bool                    // the dialer will be asked about each row: what depends on it is left to it
	Keep     bool                    // keep the rows: without, a list of any length streams past
	Problems int                     // how many problems to keep of each severity; all are counted
}

// A Row is one phone of the list, with what pre-flight made of it.
type Row struct {
	Line     int
	Raw      []byte          // the record's original bytes
	Phone    apiclient.Phone // trimmed, filled and mended
	Problems []Problem       // warnings too
	Invalid  bool            // one of the problems is an error: never to be sent
	Readable bool            // false for a record that could not be taken apart at all

	surplus int // blank cells beyond the header
}

// unread makes of a row one that could not be read, with all cells that it had, and none of its values to be shown.
func (r *Row) unread(h *sheet.Header) {
	r.Raw = h.Widened(r.Raw, r.surplus)
	r.Phone, r.Readable = apiclient.Phone{}, false
}

// A List is what pre-flight found out about a list.
type List struct {
	Header   sheet.Header
	Rows     []*Row // in the list's order; nil unless Options.Keep
	Total    int
	Invalid  int
	Errors   []Problem              // by line, the first Options.Problems of them
	Warnings []Problem              // likewise
	Counts   map[apiclient.Code]int // all of them, errors and warnings
	NErrors  int
	NWarned  int
	Mends    []Mend
	Unknown  []string // columns that mean nothing to a dialer, and that no default names
	Guessed  bool     // nobody says what the list's encoding is, and it is no UTF-8: see Header.Encoding
	Accented Accented // what is read otherwise where that guess is wrong
	Sending  Sending
	Mapped   []Mapped // columns that were taken for a field by a synonym
	Unsure   []Unsure // unknown ones that could mean more than one thing
	Nameless Nameless
	Aside    []sheet.Aside // rows that are no rows of the list
	LeftOut  int           // rows that --where does not take
	From     string        // what the list is known as by its header: an Origin's name
	Refused  bool          // what is wrong is no row's: nothing of the list may be sent

	groups  kindGroups
	options Options
	cols    *columns
	watches []*watch
	stray   []string // unknown columns of which nobody has said anything
	room    int      // how many problems of each severity may be kept so far
}

// Nameless are the rows that have values in columns without a name, which nobody looks at.
type Nameless struct{ Rows, Line int } // Line is the first of them

// Accented are the names that are not all ASCII.
type Accented struct {
	Rows     int
	Examples []string // the first few
}

// note counts a name that is not all ASCII.
func (a *Accented) note(name string) {
	const most = 5
	if ascii(name) {
		return
	}
	if a.Rows++; len(a.Examples) < most {
		a.Examples = append(a.Examples, name)
	}
}

// Read reads a whole list. A list with problems is no error: its errors are a *sheet.FormatError or *HeaderError for
// what is no list at all, a *FillError or a *WhereError for a way to fill cells or to take rows that does not fit it, a
// *HeldError where columns say of rows that they are not wanted and nobody has said what that means, what reading r returned, or why ctx ended;
// a read that is under way then is left behind.
func Read(ctx context.Context, r io.Reader, o Options) (*List, error) {
	l := &List{options: o, Counts: make(map[apiclient.Code]int), groups: make(kindGroups), room: o.Problems}
	batches := make(chan readAhead, 4)
	go l.readAhead(ctx, r, batches)
	var p *pass
	for {
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case batch, more := <-batches:
			if !more {
				return p.finish()
			}
			if batch.err != nil {
				return nil, batch.err
			}
			if p == nil { // the header has been read
				p = newPass(l)
			}
			if batch.last {
				l.Header.Encoding, l.Guessed, l.Aside = batch.encoding, batch.guessed, batch.aside
			}
			p.look(batch.entries)
			for i := range batch.entries {
				p.take(&batch.entries[i])
			}
		}
	}
}

// open reads the header and ties the defaults to it.
func (l *List) open(r io.Reader) (*sheet.Reader[record], error) {
	needCells := false
	rename := func(h sheet.Header) ([]string, error) {
		cols, names, err := mapColumns(h, l.options.Filling.fields(), l.options.Mapping, l.options.From)
		if err != nil {
			return nil, err
		}
		if l.options.Filling, err = cols.resolve(l.options.Filling); err != nil {
			return nil, err
		}
		cols.note(h.Names, l.options.Filling.fields())
		l.Header, l.cols, l.Mapped, l.Unsure = h, cols, cols.mapped, cols.unsure
		l.options.Filling, needCells, err = l.options.Filling.bind(cols.unknown)
		if err != nil {
			return nil, err
		}
		if l.options.Where, err = l.options.Where.bind(h.Names, cols); err != nil {
			return nil, err
		}
		watching := l.watchColumns()
		needCells = needCells || watching || len(l.options.Where.list) > 0
		return names, nil
	}
	options := l.options.Sheet
	options.Optional = func(column int) bool { return l.cols.mayBeEmpty[column] }
	options.Recognize, options.Alike = l.options.recognizer(), l.options.alike
	reader, err := sheet.NewReader[record](r, options, rename)
	if err != nil {
		return nil, err
	}
	reader.KeepUnknown = needCells || len(l.cols.nameless) > 0
	return reader, nil
}

// watchColumns notes the columns of which nothing is taken, and those that must be looked at. It says whether there are
// any of these.
func (l *List) watchColumns() bool {
	free := l.options.Filling.unused(l.cols.unknown) // that no default names
	decided := func(name string) bool {
		return l.options.Where.names(name) || slices.Contains(l.cols.unknown, name) && !slices.Contains(free, name)
	}
	l.watches = l.cols.watches(l.Header.Names, decided)
	for _, name := range free {
		aside := slices.Contains(l.cols.aside, name)
		if !aside || l.cols.origin == nil {
			l.Unknown = append(l.Unknown, shownName(name))
		}
		if !aside && !l.options.Where.names(name) {
			l.stray = append(l.stray, name)
		}
	}
	if l.cols.origin != nil {
		l.From = l.cols.origin.Name
	}
	return slices.ContainsFunc(l.watches, func(w *watch) bool { return w.kind != noStanding })
}

// sort puts the kept problems in the order of their lines, and keeps no more than were asked for.
func (l *List) sort() {
	for _, list := range []*[]Problem{&l.Errors, &l.Warnings} {
		slices.SortStableFunc(*list, func(a, b Problem) int { return a.Line - b.Line })
		*list = (*list)[:min(len(*list), l.options.Problems)]
	}
}

// count enters problems into the list's counts, and says whether one of them is an error.
func (l *List) count(problems []Problem) (invalid bool) {
	for _, p := range problems {
		l.Counts[p.Code]++
		l.groups.add(p)
		if p.Severity == codes.Error {
			invalid = true
			l.NErrors++
			if len(l.Errors) < l.room {
				l.Errors = append(l.Errors, p)
			}
			continue
		}
		l.NWarned++
		if len(l.Warnings) < l.room {
			l.Warnings = append(l.Warnings, p)
		}
	}
	return invalid
}

// Ready is how many rows may be sent.
func (l *List) Ready() int { return l.Total - l.Invalid }
