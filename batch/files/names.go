package files

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

// A Kind says for which file of a run a name stands.
type Kind string

// The kinds of names. Other is the name of a list, of a results file that --results named, or of any other file.
const (
	Other       Kind = ""
	Results     Kind = "results"
	Failed      Kind = "failed"
	Undo        Kind = "undo"
	Credentials Kind = "credentials"
	Before      Kind = "before"
)

// A Name holds the parts of the base name of a file.
type Name struct {
	Kind Kind
	// Stem is the name of the list without its ending. If --results named the results, Stem is their name.
	Stem string
	// Results is the name of the results file without its ending. It is empty for the kinds Other and Credentials.
	Results string
	Ext     string // with the dot
}

// stampLayout is the form of the time stamp in the name of results.
const stampLayout = "20060102-150405Z"

// grammar matches the base name of a file. Its groups are the stem, the time stamp of the results, the kind, the
// ending.
var grammar = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?s)^(.+?)(\.results\.\d{8}-\d{6}Z(?:-\d+)?)?(?:\.(failed|undo|before|credentials)(?:-\d+)?)?(\.[^.]*)?$`)
})

// Parse returns the parts of a file's name. path may contain folders; Parse ignores them.
func Parse(path string) Name {
	base := filepath.Base(path)
	m := grammar().FindStringSubmatch(base) // always matches: a base name is never empty
	n := Name{Kind: Kind(m[3]), Stem: m[1], Ext: m[4]}
	switch {
	case n.Kind == Failed, n.Kind == Undo, n.Kind == Before:
		n.Results = m[1] + m[2]
	case n.Kind == Credentials:
		n.Stem += m[2]
	case m[2] != "":
		n.Kind, n.Results = Results, m[1]+m[2]
	}
	return n
}

// ListStem returns the name of a list without its endings, .gz included. list is a path, or - for standard input, whose
// stem is stdin. For a file of failed rows, ListStem returns the stem of the list of that run.
func ListStem(list string) string {
	if list == "-" {
		return "stdin"
	}
	base := strings.TrimSuffix(filepath.Base(list), ".gz")
	if n := Parse(base); n.Kind == Failed {
		return n.Stem
	}
	return withoutExt(base)
}

// ResultsPath returns the default path of a results file: STEM.results.YYYYMMDD-HHMMSSZ.csv (UTC), in dir or, if dir is
// empty, beside the list. If a file has that name, ResultsPath adds the next free number. list is a list as ListStem
// takes it.
func ResultsPath(list, dir string, now time.Time) string {
	if dir == "" && list != "-" {
		dir = filepath.Dir(list)
	}
	first := filepath.Join(dir, ListStem(list)+".results."+now.UTC().Format(stampLayout)+".csv")
	path := first
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); err != nil {
			return path
		}
		path = numbered(first, n)
	}
}

// FailedPath returns the path of the file of failed rows: beside the results, with the same stem.
func FailedPath(results string) string { return beside(results, Failed, ".csv") }

// FailedWorkbookPath is FailedPath for a list that is a workbook: its failed rows go to a workbook, too.
func FailedWorkbookPath(results string) string { return beside(results, Failed, ".xlsx") }

// UndoPath returns the path of the results of an undo: beside the results of the run.
func UndoPath(results string) string { return beside(results, Undo, ".csv") }

// BeforePath returns the path of the file of the values that phones had before a run changed them: beside the results.
func BeforePath(results string) string { return beside(results, Before, ".csv") }

// CredentialsPath returns the path of the file of the passwords that phonebatch made for a list: beside the results,
// one file for all runs of the list. list is a list as ListStem takes it.
func CredentialsPath(list, results string) string {
	return filepath.Join(filepath.Dir(results), ListStem(list)+"."+string(Credentials)+".csv")
}

// OfRun returns the paths that a run with these results may write: the results and the failed rows.
func OfRun(results string) []string {
	return []string{results, FailedPath(results), FailedWorkbookPath(results)}
}

// LooksLikeResults reports whether a path has the name of a results file, or a name that a person has made from such a
// name. The case of letters does not count.
func LooksLikeResults(path string) bool {
	low := strings.ToLower(filepath.Base(path))
	_, stamp, found := strings.Cut(low, ".results.")
	return found && strings.Contains(stamp, ".") && Parse(low).table() && !IsBesideResults(path)
}

// IsBesideResults reports whether a path has the name of a file that belongs beside results: failed rows, the results
// of an undo, the values before changes, or credentials. The case of letters does not count.
func IsBesideResults(path string) bool {
	n := Parse(strings.ToLower(path))
	return n.table() && (n.Kind == Failed || n.Kind == Undo || n.Kind == Before || n.Kind == Credentials)
}

// IsFailedRows reports whether the name is one that phonebatch gives to a file of failed rows.
func (n Name) IsFailedRows() bool { return n.Kind == Failed && n.table() }

// table reports whether the ending is .csv or .xlsx, the endings of the tables that phonebatch writes.
func (n Name) table() bool { return n.Ext == ".csv" || n.Ext == ".xlsx" }

func beside(results string, kind Kind, ext string) string {
	return withoutExt(results) + "." + string(kind) + ext
}

// numbered returns the path with the number n before its ending: r.csv and 2 give r-2.csv.
func numbered(path string, n int) string {
	return fmt.Sprintf("%s-%d%s", withoutExt(path), n, filepath.Ext(path))
}

func withoutExt(path string) string { return path[:len(path)-len(filepath.Ext(path))] }
