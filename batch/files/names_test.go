package files

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNamesOfResults(t *testing.T) {
	now := time.Date(2026, 7, 1, 23, 20, 30, 999, time.FixedZone("EST", -5*3600))
	const stamp = ".results.20260702-042030Z"
	for _, tt := range []struct{ list, dir, want, failed string }{
		{"agents.csv", "", "agents" + stamp + ".csv", "agents" + stamp + ".failed.csv"},
		{"lists/agents.csv", "", "lists/agents" + stamp + ".csv", "lists/agents" + stamp + ".failed.csv"},
		{"../agents.csv", "", "../agents" + stamp + ".csv", "../agents" + stamp + ".failed.csv"},
		{"lists/agents.csv", "out", "out/agents" + stamp + ".csv", "out/agents" + stamp + ".failed.csv"},
		{"lists.d/agents", "", "lists.d/agents" + stamp + ".csv", "lists.d/agents" + stamp + ".failed.csv"},
		{"agents.2026.csv", "", "agents.2026" + stamp + ".csv", "agents.2026" + stamp + ".failed.csv"},
		{"-", "", "stdin" + stamp + ".csv", "stdin" + stamp + ".failed.csv"},
		{"-", "out", "out/stdin" + stamp + ".csv", "out/stdin" + stamp + ".failed.csv"},
	} {
		got := ResultsPath(filepath.FromSlash(tt.list), filepath.FromSlash(tt.dir), now)
		if filepath.ToSlash(got) != tt.want || filepath.ToSlash(FailedPath(got)) != tt.failed {
			t.Errorf("%s in %q: got %s and %s", tt.list, tt.dir, got, FailedPath(got))
		}
	}
	if got := FailedPath("out.d/results"); got != "out.d/results.failed.csv" {
		t.Errorf("without an extension: %s", got)
	}
}

func TestWithinASecondTheNextFreeNameIsTaken(t *testing.T) {
	dir, now := t.TempDir(), time.Date(2026, 7, 1, 10, 20, 30, 0, time.UTC)
	list := filepath.Join(dir, "agents.csv")
	for _, want := range []string{"", "-2", "-3", "-4"} {
		path := ResultsPath(list, "", now)
		if want = filepath.Join(dir, "agents.results.20260701-102030Z"+want+".csv"); path != want {
			t.Fatalf("got %s, want %s", path, want)
		}
		put(t, path, "")
	}
}

func TestTwoRunsOfOneSecondBothKeepTheirResults(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	a, _ := Create(ResultsPath("a/agents.csv", dir, now), Refuse)
	b, err := Create(ResultsPath("b/agents.csv", dir, now), Refuse)
	if err != nil {
		t.Fatal(err)
	}
	fill := func(w io.Writer) error { _, err := io.WriteString(w, "results"); return err }
	if err := a.Fill(fill); err != nil {
		t.Error(err)
	}
	if err := b.Fill(fill); err != nil {
		t.Errorf("results lost: %v; left: %q", err, inside(t, dir))
	}
}

func TestANameIsTakenApart(t *testing.T) {
	const run = "agents.results.20260702-042030Z"
	for name, want := range map[string]Name{
		"agents.csv":                {Other, "agents", "", ".csv"},
		"agents.2026.csv":           {Other, "agents.2026", "", ".csv"},
		"agents":                    {Other, "agents", "", ""},
		run + ".csv":                {Results, "agents", run, ".csv"},
		run + "-2.csv":              {Results, "agents", run + "-2", ".csv"},
		run + ".failed.csv":         {Failed, "agents", run, ".csv"},
		run + "-2.failed-3.xlsx":    {Failed, "agents", run + "-2", ".xlsx"},
		"mine.failed.csv":           {Failed, "mine", "mine", ".csv"},
		run + ".undo.csv":           {Undo, "agents", run, ".csv"},
		"agents.credentials.csv":    {Credentials, "agents", "", ".csv"},
		"agents.results.csv":        {Other, "agents.results", "", ".csv"},
		"two\nlines.failed.csv":     {Failed, "two\nlines", "two\nlines", ".csv"},
		"dir.failed.csv/agents.csv": {Other, "agents", "", ".csv"},
	} {
		if got := Parse(filepath.FromSlash(name)); got != want {
			t.Errorf("%q: got %+v, want %+v", name, got, want)
		}
	}
}

func TestTheListOfAName(t *testing.T) {
	for name, want := range map[string]string{
		"agents.csv": "agents", "lists/agents.csv.gz": "agents", "-": "stdin", "agents": "agents", "agents.2026.csv": "agents.2026",
		"agents.results.20260702-042030Z.failed.csv": "agents", "agents.results.20260702-042030Z-2.failed-2.xlsx": "agents",
		"agents.results.20260702-042030Z.csv": "agents.results.20260702-042030Z", "mine.failed.csv": "mine",
	} {
		if got := ListStem(filepath.FromSlash(name)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestNamesOfResultsAreKnown(t *testing.T) {
	for name, want := range map[string][2]bool{ // LooksLikeResults, IsBesideResults
		"agents.results.20260702-042030Z.csv":             {true, false},
		"AGENTS.RESULTS.20260702-042030Z-2.XLSX":          {true, false},
		"agents.results.of monday.csv":                    {true, false},
		"agents.results.csv":                              {false, false},
		"agents.csv":                                      {false, false},
		"agents.results.20260702-042030Z.csv.bak":         {false, false},
		"agents.results.20260702-042030Z.failed.csv":      {false, true},
		"agents.results.20260702-042030Z.Failed-2.xlsx":   {false, true},
		"agents.results.20260702-042030Z.undo.csv":        {false, true},
		"agents.credentials.csv":                          {false, true},
		"agents.results.20260702-042030Z.failed.csv.orig": {false, false},
	} {
		if got := [2]bool{LooksLikeResults(name), IsBesideResults(name)}; got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

// Parse reads every built name back, for any name of the list.
func TestBuiltNamesAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.StringMatching(`[a-z][a-z .\-0-9]{0,8}\.(csv|xlsx|txt)(\.gz)?`).Draw(t, "list")
		results := ResultsPath(list, "", time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "time"), 0))
		if n := Parse(results); n.Kind != Results || n.Stem != ListStem(list) || n.Results+".csv" != filepath.Base(results) {
			t.Fatalf("%s: %+v", results, n)
		}
		base := strings.TrimSuffix(filepath.Base(results), ".csv")
		for path, kind := range map[string]Kind{FailedPath(results): Failed, FailedWorkbookPath(results): Failed, UndoPath(results): Undo} {
			path = slices.Sorted(slices.Values([]string{path, numbered(path, 7)}))[rapid.IntRange(0, 1).Draw(t, "number")]
			if n := Parse(path); n.Kind != kind || n.Results != base || n.Stem != ListStem(list) {
				t.Fatalf("%s: %+v, want %s of %s", path, n, kind, base)
			}
		}
		if failed := FailedPath(results); ListStem(failed) != ListStem(list) || !Parse(failed).IsFailedRows() {
			t.Fatalf("%s has the stem %s, not %s", failed, ListStem(failed), ListStem(list))
		}
		if n := Parse(CredentialsPath(list, results)); n.Kind != Credentials || n.Stem != ListStem(list) {
			t.Fatalf("%+v", n)
		}
	})
}
