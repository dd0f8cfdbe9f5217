package files

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAgedFilesAreThoseOfOldRunsOfTheList(t *testing.T) {
	dir, before := t.TempDir(), time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	old := before.Add(-time.Second)
	want := []string{
		"agents.results.20260630-235959Z-2.csv", "agents.results.20260630-235959Z.csv", "agents.results.20260630-235959Z.failed-3.xlsx",
		"agents.results.20260630-235959Z.failed.csv", "agents.results.20260630-235959Z.undo.csv", "agents.results.20260630-235959Z.xlsx",
	}
	for _, name := range append([]string{
		"agents.csv", "agents.credentials.csv", "agents.results.csv", "agents.failed.csv", "agents.results.20260630-235959Z.txt",
		"agents.results.20260631-000000Z.csv", "agents.results.20260630-235959Z.before.csv", "agents.results.20260630-235959Z.before-2.csv", "agents.results.20260701-000000Z.csv", "agents.results.20260630-235959Z.credentials.csv",
		"agents.results.20260630-235959Z", "agents2.results.20260630-235959Z.csv", "other.agents.results.20260630-235959Z.csv",
		"Agents.results.20260630-235959Z.csv", "agents.results.20260630-235959Z.csv.bak", "agents.results.20260630-235959Z.failed.old.csv",
	}, want...) {
		put(t, filepath.Join(dir, name), "")
		if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(dir, "agents.results.20260630-235958Z.csv"), "") // changed since
	if err := os.Mkdir(filepath.Join(dir, "agents.results.20260630-235957Z.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	got, err := Aged(dir, "agents", before)
	for i := range got {
		got[i] = filepath.Base(got[i])
	}
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Error(err, d)
	}
	if got, err := Aged(filepath.Join(dir, "none"), "agents", before); err == nil || got != nil {
		t.Errorf("a folder that is not there: %v, %v", got, err)
	}
}

func TestANameThatIsBuiltHasItsStamp(t *testing.T) {
	now := time.Date(2026, 7, 1, 10, 20, 30, 0, time.UTC)
	for _, stem := range []string{"agents", "a.results.20200101-000000Z", ".results.", "x.failed"} {
		at, ok := Parse(ResultsPath(stem+".csv", t.TempDir(), now)).stamp()
		if !ok || !at.Equal(now) {
			t.Errorf("%s: got %v, %v", stem, at, ok)
		}
	}
}

func TestTheModeOfAFileIsAsAskedFor(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing there")
	}
	dir := t.TempDir()
	for _, mode := range []os.FileMode{0, 0o644} {
		path := filepath.Join(dir, "f")
		f, err := Create(path, Replace)
		if err != nil {
			t.Fatal(err)
		}
		f.Mode = mode
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
		want := mode
		if mode == 0 {
			want = 0o600
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("asked for %v: %v, %v", mode, info.Mode(), err)
		}
	}
}
