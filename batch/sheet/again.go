package sheet

import (
	"slices"
	"strings"
)

// A repetition finds the header where it stands again further down: files that were joined, or a header on each page. It
// is not safe for concurrent use.
type repetition struct {
	names     []string
	recognize Recognizer
	alike     func(header, cells []string) bool
	first     [256]bool // bytes that cells of the header begin with, in either case
}

func newRepetition(names []string, o *Options) *repetition {
	r := &repetition{names: names, recognize: o.Recognize, alike: o.Alike}
	if r.alike == nil {
		r.alike = func(header, cells []string) bool { return slices.EqualFunc(header, cells, sameName) }
	}
	for _, name := range names {
		if name != "" {
			r.first[strings.ToLower(name)[0]], r.first[strings.ToUpper(name)[0]] = true, true
		}
	}
	return r
}

// suspects says whether a row that begins so may be a header. Most rows are told by their first byte.
func (r *repetition) suspects(raw []byte) bool {
	for _, b := range raw {
		if b != ' ' && b != '"' && b != '\'' {
			return r.first[b]
		}
	}
	return false
}

// judge says whether cells are the header once more. The error is a *FormatError for a header of other columns: what
// stands below it would be read as what it is not.
func (r *repetition) judge(line int, cells []string) (again bool, err error) {
	filled := strings.Join(cells, "") != ""
	if filled && r.alike(trimEnd(r.names), trimEnd(cells)) {
		return true, nil
	}
	if !r.begins(cells) || !namesColumns(r.recognize, cells) {
		return false, nil
	}
	return false, &FormatError{
		Code: "second_header", Line: line, Reason: "a second header begins here, whose columns are not those of the first: two lists seem to be in one file",
		Remedy: "put the second list into a file of its own, or give both the same columns in the same order",
	}
}

// begins says whether one of the first cells names a column: of a header one does, and of most rows none.
func (r *repetition) begins(cells []string) bool {
	if r.recognize == nil {
		return false
	}
	named, _ := r.recognize(cells[:min(len(cells), 2)])
	return named > 0
}

// suspectsCells is suspects for cells that have been taken apart.
func (r *repetition) suspectsCells(cells []string) bool {
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			return r.first[cell[0]]
		}
	}
	return false
}

// trimEnd leaves out empty cells at the end.
func trimEnd(cells []string) []string {
	for len(cells) > 0 && blankCell(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	return cells
}

func sameName(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }
