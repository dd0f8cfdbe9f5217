package config

import (
	"cmp"
	"fmt"
	"slices"

	"phonebatch/batch/exit"
)

// A Mistake is something in a file that is wrong, or a warning. Its texts hold no value of a key that may be a
// password.
type Mistake struct {
	Line    int // 0 if the mistake is not on one line
	Key     string
	Text    string
	Remedy  string
	Warning bool // the file can be used all the same
}

// String returns the mistake without its remedy.
func (m Mistake) String() string {
	text := m.Text
	if m.Key != "" {
		text = m.Key + ": " + text
	}
	if m.Line > 0 {
		text = fmt.Sprintf("line %d: %s", m.Line, text)
	}
	return text
}

// A MistakesError says that a file cannot be used. Mistakes holds at least one mistake and no warnings.
type MistakesError struct {
	Path     string
	Mistakes []Mistake
}

func (e *MistakesError) Error() string {
	text := fmt.Sprintf("%s: %v", e.Path, e.Mistakes[0])
	if more := len(e.Mistakes) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// Status implements exit.Error.
func (e *MistakesError) Status() int { return exit.Usage }

// Hints implements exit.Hinter.
func (e *MistakesError) Hints() []string {
	return []string{cmp.Or(e.Mistakes[0].Remedy, "mend that line"), "`phonebatch config check --config " + e.Path + "` lists all mistakes of the file"}
}

// errorOf returns a *MistakesError for the mistakes that are no warnings, or nil.
func errorOf(path string, list []Mistake) error {
	list = slices.DeleteFunc(slices.Clone(list), func(m Mistake) bool { return m.Warning })
	if len(list) == 0 {
		return nil
	}
	return &MistakesError{path, list}
}

// A notebook collects the mistakes of a file.
type notebook struct{ list []Mistake }

func (n *notebook) note(at node, text, remedy string) {
	n.list = append(n.list, Mistake{Line: at.line, Key: at.path, Text: text, Remedy: remedy})
}

// sorted returns the mistakes in the order of their lines.
func (n *notebook) sorted() []Mistake {
	slices.SortStableFunc(n.list, func(a, b Mistake) int { return cmp.Compare(a.Line, b.Line) })
	return n.list
}
