package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/assign"
	"phonebatch/batch/columns"
	"phonebatch/batch/config"
	"phonebatch/batch/exit"
	"phonebatch/batch/files"
	"phonebatch/batch/register"
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
	"main.errUnfit":           {errUnfit, 5, "each failed check says what to do"},
	"columns.FillError":       {&columns.FillError{Flag: "--spread"}, 2, "--spread"},
	"columns.MappingError":    {&columns.MappingError{Remedy: "name it"}, 2, "name it"},
	"columns.HeaderError":     {&columns.HeaderError{Missing: []string{"extension"}}, 4, "--default"},
	"columns.WhereError":      {&columns.WhereError{Remedy: "name it"}, 2, "name it"},
	"columns.HeldError":       {&columns.HeldError{Columns: []columns.Held{{Column: "Status"}}}, 4, "--where"},
	"main.allDownError":       {&allDownError{}, 5, "above"},
	"config.MistakesError":    {&config.MistakesError{Mistakes: []config.Mistake{{Line: 3, Remedy: "did you mean urls?"}}}, 2, "did you mean urls?"},
	"files.WriteError":        {&files.WriteError{Err: syscall.EROFS}, 1, "make room"},
	"batch.ErrNoneTaken":      {batch.ErrNoneTaken, 4, "COLUMN~WORD"},
	"sheet.FormatError":       {&sheet.FormatError{Remedy: "save it"}, 4, "save it"},
	"register.HeldError":      {&register.HeldError{Name: "dialer"}, 7, "wait"},
	"register.NamedError":     {&register.NamedError{URL: "https://one", Name: "a", Other: "b"}, 2, "--same-dialer-as b"},
	"register.StateError":     {&register.StateError{Err: syscall.EACCES}, 1, "XDG_STATE_HOME"},
	"register.NewerError":     {&register.NewerError{}, 1, "newer"},
	"register.OlderError":     {&register.OlderError{}, 7, "wait"},
	"register.ErrNoRun":       {register.ErrNoRun, 2, "phonebatch runs"},
	"register.DamagedError":   {&register.DamagedError{}, 1, "restore the register from a backup"},
	"assign.CredentialsError": {&assign.CredentialsError{Remedy: "mend line 3"}, 2, "mend line 3"},
	"assign.NumbersError":     {&assign.NumbersError{}, 4, "--number"},
	"batch.OpenRunError":      {&batch.OpenRunError{}, 2, "--start-over"},
	"batch.UndoingError":      {&batch.UndoingError{Run: "20261122"}, 2, "phonebatch undo 20261122"},
	"batch.OtherRunError":     {&batch.OtherRunError{What: "dialer"}, 2, "--url"},
	"batch.UnreadError":       {&batch.UnreadError{Phones: 2, First: "5001"}, 3, "Admin → Phones"},
	"batch.ViewError":         {&batch.ViewError{Err: io.EOF}, 5, "--read-back"},
	"no way but pages":        {&batch.ViewError{Err: io.EOF, NoOther: true}, 5, "phonebatch doctor"},
	"batch.NoRunError":        {&batch.NoRunError{}, 2, "phonebatch runs"},
	"batch.KeyError":          {&batch.KeyError{Near: "Staff No"}, 2, `--key "Staff No"`},
	"batch.NobodyLeftError":   {&batch.NobodyLeftError{}, 4, "--max-change"},
	"batch.ListChangedError":  {&batch.ListChangedError{}, 4, "--max-change"},
	"batch.ManyLeaveError":    {&batch.ManyLeaveError{}, 4, "--max-change"},
	"batch.OtherDialerError":  {&batch.OtherDialerError{Known: "x"}, 2, "--same-dialer-as x"},
	"batch.TrialError":        {&batch.TrialError{End: batch.TrialMayNotDelete}, 5, "AGC Delete Phones"},
	"batch.ErrListHasErrors":  {batch.ErrListHasErrors, 4, "--skip-invalid"},
	"batch.ErrBuildRefuses":   {batch.ErrBuildRefuses, 4, "--skip-invalid"},
	"batch.ErrNoRows":         {batch.ErrNoRows, 4, "sample"},
	"batch.ErrDeclined":       {batch.ErrDeclined, 2, "--yes"},
	"batch.ErrNoZone":         {batch.ErrNoZone, 4, "--default local_gmt"},
	"run.LedgerError":         {&run.LedgerError{Err: syscall.ENOSPC}, 1, "--resume"},
	"run.FailuresError":       {&run.FailuresError{}, 3, "--resume"},
	"run.StopError":           {&run.StopError{Reply: apiclient.Reply{Code: apiclient.CodeLocked}}, 5, "15 minutes"},
	"report.ErrNotResults":    {report.ErrNotResults, 2, "results"},
	"files.ErrNoFile":         {files.ErrNoFile, 2, "another name"},
	"files.ErrExists":         {files.ErrExists, 2, "--overwrite"},
	"fs.ErrNotExist":          {&fs.PathError{Op: "open", Path: "x", Err: syscall.ENOENT}, 2, "path"},
	"syscall.ENOTDIR":         {&fs.PathError{Op: "open", Path: "x/y", Err: syscall.ENOTDIR}, 2, "path"},
	"fs.ErrPermission":        {&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, 1, "who owns"},
	"syscall.ENOSPC":          {&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, 1, "make room"},
}

// notEndings are the errors that end no command under their own name, and what becomes of them.
var notEndings = map[string]string{
	"sheet.RecordError":        "a problem of its row",
	"sheet.ErrEmpty":           "a *sheet.FormatError",
	"run.ErrNotShown":          "a phone that a deep verification does not find",
	"apiclient.PageError":      "part of a *batch.ViewError",
	"pages.NotReadableError":   "part of a *batch.ViewError",
	"pages.ErrNoPhone":         "a phone that a deep verification does not find",
	"apiclient.CallError":      "part of a reply, and with it of a *run.StopError",
	"apiclient.ErrURL":         "wrapped by a usageError where --url is read",
	"apiclient.ErrFingerprint": "a cause of a *run.StopError; remedies tells it apart",
	"sandbox.FaultError":       "a fault of --fault's value, and with it a usageError",
	"sandbox.ErrDropped":       "what a caller of the sandbox in this process gets for an answer that is lost",
	"apiclient.ErrOldTLS":      "a cause of a *run.StopError; unreachable tells it apart",
	"apiclient.ErrProxy":       "wrapped by a usageError where --proxy or its variable is read",
	"apiclient.ProxyError":     "a cause of a *run.StopError; unreachable tells it apart",
	"main.errNobody":           "wraps batch.ErrDeclined",
	"main.errRehearsed":        "a usageError",
	"assign.ErrUnclear":        "makes the person of a row unclear: a problem of that row",
	"register.ErrNotClaimed":   "a fault of ours, wrapped by a *run.LedgerError",
	"register.ErrClosed":       "a fault of ours, wrapped by a *run.LedgerError",
	"run.ErrInterrupted":       "always wraps what has interrupted: a signalError",
}

func TestEveryEndingHasItsStatusAndRemedy(t *testing.T) {
	for name, tt := range endingCases {
		t.Run(name, func(t *testing.T) {
			status, hints := meaning(fmt.Errorf("wrapped: %w", tt.err))
			text := strings.Join(hints, "\n")
			if status != tt.status || !strings.Contains(text, tt.hint) || (tt.hint == "") != (text == "") {
				t.Errorf("got %d and %q, want %d and %q", status, hints, tt.status, tt.hint)
			}
		})
	}
	for _, e := range foreignEndings {
		if _, tried := endingCases[e.name]; !tried {
			t.Errorf("%s stands in foreignEndings: add an error of it, with its status and remedy, to endingCases", e.name)
		}
	}
}

// What decides where more than one error has come together.
func TestTheGraverErrorDecides(t *testing.T) {
	stop := &run.StopError{Reply: apiclient.Reply{Code: apiclient.CodeLocked}}
	write, ledgerFull := &files.WriteError{Path: "r.csv", Err: syscall.ENOSPC}, &run.LedgerError{Err: syscall.ENOSPC}
	signal := fmt.Errorf("%w: %w", run.ErrInterrupted, &signalError{syscall.SIGTERM})
	for name, tt := range map[string]struct {
		err    error
		status int
		hint   string
	}{
		"results lost, and the dialer refuses":      {combineErrors(stop, write), 1, "phonebatch report"},
		"results lost, and the register":            {combineErrors(ledgerFull, write), 1, "--resume"},
		"results lost, and the list has errors":     {combineErrors(batch.ErrListHasErrors, write), 1, "phonebatch report"},
		"results lost, and the run was interrupted": {combineErrors(signal, write), 143, ""},
		"a signal in the answer that stopped a run": {&run.StopError{Reply: apiclient.Reply{Err: &signalError{syscall.SIGINT}}}, 130, ""},
		"a full disk, and rows that are not done":   {combineErrors(errNotAll, &fs.PathError{Err: syscall.ENOSPC}), 1, "make room"},
		"no output to write to, and a dialer's no":  {combineErrors(stop, syscall.EPIPE), 5, "15 minutes"},
		"wrong usage that hides a file that is not": {&usageError{err: fs.ErrNotExist}, 2, "--help"},
		"a state folder that may not be written to": {&register.StateError{Err: fs.ErrPermission}, 1, "XDG_STATE_HOME"},
		"a full disk below the register":            {&run.LedgerError{Err: &assign.CredentialsError{Remedy: "x"}}, 1, "--resume"},
		"nobody to ask is the same as declined":     {errNobody, 2, "--yes"},
		"neither has a status":                      {combineErrors(fmt.Errorf("x"), fmt.Errorf("y")), 1, "--log-level"},
	} {
		status, hints := meaning(tt.err)
		if text := strings.Join(hints, "\n"); status != tt.status || !strings.Contains(text, tt.hint) || (tt.hint == "") != (text == "") {
			t.Errorf("%s: got %d and %q", name, status, hints)
		}
	}
}

func TestEveryErrorThatIsDeclaredHasAnEnding(t *testing.T) {
	declared := declaredErrors(t)
	if len(declared) < 30 {
		t.Fatalf("only %d errors were found: %v", len(declared), declared)
	}
	for _, name := range declared {
		tt, tried := endingCases[name]
		switch reason, excused := notEndings[name]; {
		case tried && excused:
			t.Errorf("%s has an ending, and notEndings says that it needs none: %s", name, reason)
		case tried && exit.Of(tt.err) == nil:
			t.Errorf("%s is no exit.Error: give it the method Status, or make it by exit.New", name)
		case !tried && !excused:
			t.Errorf("%s may end a command, and nobody says with what status and remedy: give it the methods Status and Hints, or "+
				"make it by exit.New, and add it to endingCases; or where it never ends one under its own name, say in notEndings "+
				"what becomes of it", name)
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
