package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/ledger"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/batch/sheet"
	"phonebatch/report"
)

// endingCases have an error of every ending, with the status and a part of the remedy that it must have.
var endingCases = map[string]struct {
	err    error
	status int
	hint   string // empty where all has been told
}{
	"main.signalError":        {fmt.Errorf("%w: %w", run.ErrInterrupted, &signalError{syscall.SIGTERM}), 143, ""},
	"main.usageError":         {usage("no", ""), 2, "--help"},
	"main.errNotAll":          {errNotAll, 3, ""},
	"main.errUnfit":           {errUnfit, 5, "check that has failed"},
	"preflight.FillError":     {&preflight.FillError{Flag: "--spread"}, 2, "--spread"},
	"preflight.MappingError":  {&preflight.MappingError{Remedy: "name it"}, 2, "name it"},
	"preflight.HeaderError":   {&preflight.HeaderError{Missing: []string{"extension"}}, 4, "--default"},
	"preflight.WhereError":    {&preflight.WhereError{Remedy: "name it"}, 2, "name it"},
	"preflight.HeldError":     {&preflight.HeldError{Columns: []preflight.Held{{Column: "Status"}}}, 4, "--where"},
	"report.WriteError":       {&report.WriteError{Err: syscall.EROFS}, 1, "make room"},
	"batch.ErrNoneTaken":      {batch.ErrNoneTaken, 4, "COLUMN~WORD"},
	"sheet.FormatError":       {&sheet.FormatError{Remedy: "save it"}, 4, "save it"},
	"ledger.HeldError":        {&ledger.HeldError{What: "list"}, 7, "wait"},
	"ledger.StateError":       {&ledger.StateError{Err: syscall.EACCES}, 1, "XDG_STATE_HOME"},
	"ledger.KeyError":         {&ledger.KeyError{Remedy: "put it back"}, 1, "put it back"},
	"ledger.CredentialsError": {&ledger.CredentialsError{Remedy: "mend line 3"}, 2, "mend line 3"},
	"ledger.ErrNewer":         {ledger.ErrNewer, 1, "newer"},
	"batch.OpenRunError":      {&batch.OpenRunError{}, 2, "--start-over"},
	"batch.UndoingError":      {&batch.UndoingError{Results: "r.csv"}, 2, "phonebatch undo r.csv"},
	"batch.OtherRunError":     {&batch.OtherRunError{What: "dialer"}, 2, "--url"},
	"batch.NoJournalError":    {&batch.NoJournalError{}, 2, "journal"},
	"batch.TrialError":        {&batch.TrialError{End: batch.TrialMayNotDelete}, 5, "AGC Delete Phones"},
	"batch.NumbersError":      {&batch.NumbersError{}, 4, "--number"},
	"batch.ErrListHasErrors":  {batch.ErrListHasErrors, 4, "--skip-invalid"},
	"batch.ErrBuildRefuses":   {batch.ErrBuildRefuses, 4, "--skip-invalid"},
	"batch.ErrNoRows":         {batch.ErrNoRows, 4, "sample"},
	"batch.ErrDeclined":       {batch.ErrDeclined, 2, "--yes"},
	"batch.ErrForgotten":      {batch.ErrForgotten, 2, "journal.key"},
	"batch.ErrNoZone":         {batch.ErrNoZone, 4, "--default local_gmt"},
	"run.LedgerError":         {&run.LedgerError{Err: syscall.ENOSPC}, 1, "--resume"},
	"run.FailuresError":       {&run.FailuresError{}, 3, "--resume"},
	"run.StopError":           {&run.StopError{Reply: apiclient.Reply{Code: apiclient.CodeLocked}}, 5, "15 minutes"},
	"report.ErrNotResults":    {report.ErrNotResults, 2, "results"},
	"report.ErrNoFile":        {report.ErrNoFile, 2, "another name"},
	"report.ErrExists":        {report.ErrExists, 2, "--overwrite"},
	"fs.ErrNotExist":          {&fs.PathError{Op: "open", Path: "x", Err: syscall.ENOENT}, 2, "path"},
	"syscall.ENOTDIR":         {&fs.PathError{Op: "open", Path: "x/y", Err: syscall.ENOTDIR}, 2, "path"},
	"fs.ErrPermission":        {&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, 1, "who owns"},
	"syscall.ENOSPC":          {&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, 1, "make room"},
}

// notEndings are the errors that end no command under their own name, and what becomes of them.
var notEndings = map[string]string{
	"sheet.RecordError":        "a problem of its row",
	"sheet.ErrEmpty":           "a *sheet.FormatError",
	"apiclient.CallError":      "part of a reply, and with it of a *run.StopError",
	"apiclient.ErrURL":         "wrapped by a usageError where --url is read",
	"apiclient.ErrFingerprint": "a cause of a *run.StopError; remedies tells it apart",
	"sandbox.FaultError":       "a fault of --fault's value, and with it a usageError",
	"sandbox.ErrDropped":       "what a caller of the sandbox in this process gets for an answer that is lost",
	"ledger.ErrNotJournal":     "taken for no journal at all; undo makes a *batch.NoJournalError of it",
	"apiclient.ErrOldTLS":      "a cause of a *run.StopError; wayRemedies tells it apart",
	"apiclient.ErrProxy":       "wrapped by a usageError where --proxy or its variable is read",
	"apiclient.ProxyError":     "a cause of a *run.StopError; wayRemedies tells it apart",
	"main.errNobody":           "wraps batch.ErrDeclined",
	"main.errRehearsed":        "a usageError",
	"run.ErrInterrupted":       "always wraps what has interrupted: a signalError",
}

func TestEveryEndingHasItsStatusAndRemedy(t *testing.T) {
	for name, tt := range endingCases {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(endings, func(e ending) bool { _, _, is := e.means(tt.err); return is })
			if i < 0 || endings[i].name != name {
				t.Fatalf("%v has no ending of its own: put %s back into endings (endings.go)", tt.err, name)
			}
			status, hints := meaning(tt.err)
			text := strings.Join(hints, "\n")
			if status != tt.status || !strings.Contains(text, tt.hint) || (tt.hint == "") != (text == "") {
				t.Errorf("got %d and %q, want %d and %q", status, hints, tt.status, tt.hint)
			}
		})
	}
	for _, e := range endings {
		if _, tried := endingCases[e.name]; !tried {
			t.Errorf("%s stands in endings: add an error of it, with its status and remedy, to endingCases", e.name)
		}
	}
}

func TestEveryErrorThatIsDeclaredHasAnEnding(t *testing.T) {
	known := make(map[string]bool)
	for _, e := range endings {
		known[e.name] = true
	}
	declared := declaredErrors(t)
	if len(declared) < 30 {
		t.Fatalf("only %d errors were found: %v", len(declared), declared)
	}
	for _, name := range declared {
		switch reason, excused := notEndings[name]; {
		case known[name] && excused:
			t.Errorf("%s has an ending, and notEndings says that it needs none: %s", name, reason)
		case !known[name] && !excused:
			t.Errorf("%s may end a command, and nobody says with what status and remedy: add it to endings (endings.go) and to "+
				"endingCases; or where it never ends one under its own name, say in notEndings what becomes of it", name)
		}
	}
	for name := range notEndings {
		if !slices.Contains(declared, name) {
			t.Errorf("there is no %s any more: take it out of notEndings", name)
		}
	}
}

// declaredErrors finds the errors of this package, and the exported ones of all others: types with a method Error, and
// variables Err….
func declaredErrors(t *testing.T) (names []string) {
	t.Helper()
	for _, pattern := range []string{"../../batch/*.go", "../../batch/*/*.go", "../../apiclient/*.go", "../../apiclient/*/*.go", "../../report/*.go", "*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				for _, name := range errorsOf(d) {
					if ast.IsExported(name) || file.Name.Name == "main" {
						names = append(names, file.Name.Name+"."+name)
					}
				}
			}
		}
	}
	return names
}

// errorsOf names the errors that a declaration declares.
func errorsOf(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil || d.Name.Name != "Error" || d.Type.Params.NumFields() > 0 {
			return nil
		}
		of := d.Recv.List[0].Type
		if star, ok := of.(*ast.StarExpr); ok {
			of = star.X
		}
		if id, ok := of.(*ast.Ident); ok {
			return []string{id.Name}
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
				for _, id := range v.Names {
					if strings.HasPrefix(strings.ToLower(id.Name), "err") {
						names = append(names, id.Name)
					}
				}
			}
		}
	}
	return names
}
