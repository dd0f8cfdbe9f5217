package sheet

import (
	"slices"
	"strings"

	"phonebatch/batch/codes"
)

// A repeatFinder finds rows that repeat the header. Lists repeat the header if several files were joined, or if every
// page has a header. A repeatFinder is not safe for concurrent use.
type repeatFinder struct {
	names      []string
	recognize  Recognizer
	alike      func(header, cells []string) bool
	firstBytes [256]bool // the bytes with which cells of the header start, in both cases
}

// newRepeatFinder returns a finder for the header with the given names. It compares by o.Alike, or by name if o.Alike
// is nil.
func newRepeatFinder(names []string, o *Options) *repeatFinder {
	r := &repeatFinder{names: names, recognize: o.Recognize, alike: o.Alike}
	if r.alike == nil {
		r.alike = func(header, cells []string) bool { return slices.EqualFunc(header, cells, sameName) }
	}
	for _, name := range names {
		if name != "" {
			r.firstBytes[strings.ToLower(name)[0]], r.firstBytes[strings.ToUpper(name)[0]] = true, true
		}
	}
	return r
}

// mayBeHeader reports whether a record can be a header, judged by its first byte. The check rules out most rows
// cheaply.
func (r *repeatFinder) mayBeHeader(raw []byte) bool {
	for _, b := range raw {
		if b != ' ' && b != '"' && b != '\'' {
			return r.firstBytes[b]
		}
	}
	return false
}

// isHeader reports whether cells repeat the header. If cells are a header with other columns, the error is a
// *FormatError, because the rows below would be read with the wrong columns.
func (r *repeatFinder) isHeader(line int, cells []string) (repeated bool, err error) {
	filled := strings.Join(cells, "") != ""
	if filled && r.alike(trimBlankEnd(r.names), trimBlankEnd(cells)) {
		return true, nil
	}
	if !r.startsWithName(cells) || !namesColumns(r.recognize, cells) {
		return false, nil
	}
	return false, &FormatError{
		Code:   codes.SecondHeader,
		Line:   line,
		Reason: "a second header with other columns starts here: the file seems to contain two lists",
		Remedy: codes.Remedy(codes.SecondHeader),
	}
}

// startsWithName reports whether one of the first two cells names a column. This holds for a header and for few other
// rows.
func (r *repeatFinder) startsWithName(cells []string) bool {
	if r.recognize == nil {
		return false
	}
	named, _ := r.recognize(cells[:min(len(cells), 2)])
	return named > 0
}

// mayBeHeaderCells is mayBeHeader for a row that is already split into cells.
func (r *repeatFinder) mayBeHeaderCells(cells []string) bool {
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			return r.firstBytes[cell[0]]
		}
	}
	return false
}

func sameName(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }
