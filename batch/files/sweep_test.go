package files

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// A killed process loses its locks, so the files that this test writes are like those of a killed process.
func TestSweepRemovesTheFilesOfKilledProcesses(t *testing.T) {
	dir := t.TempDir()
	alive, err := Create(filepath.Join(dir, "alive.csv"), Refuse)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := alive.Write([]byte("half")); err != nil {
		t.Fatal(err)
	}
	kept := inside(t, dir)
	for _, name := range []string{".phonebatch-r[1]*.csv-123.tmp", ".phonebatch-agents.results.20261123-064838Z.failed.csv-9.tmp"} {
		put(t, filepath.Join(dir, name), "7001,secret")
	}
	for _, name := range []string{"agents.csv", ".phonebatch-notes", ".phonebatchrc.tmp", "phonebatch-1.tmp"} {
		put(t, filepath.Join(dir, name), "somebody's")
		kept = append(kept, name)
	}
	if runtime.GOOS != "windows" {
		if err := os.Symlink("agents.csv", filepath.Join(dir, ".phonebatch-link-1.tmp")); err != nil {
			t.Fatal(err)
		}
		kept = append(kept, ".phonebatch-link-1.tmp")
	}
	other, err := Create(filepath.Join(dir, "other.csv"), Refuse) // any command that writes into the folder sweeps it
	if err != nil {
		t.Fatal(err)
	}
	other.Discard()
	slices.Sort(kept)
	if left := inside(t, dir); !slices.Equal(left, kept) {
		t.Errorf("left: %q, want %q", left, kept)
	}
	if err := alive.Commit(); err != nil {
		t.Error(err)
	}
	holds(t, filepath.Join(dir, "alive.csv"), "half")
}

// Several goroutines at once: each may sweep the temporary file of another before that file is locked.
func TestSweepingAndWritingAtOnce(t *testing.T) {
	dir := t.TempDir()
	done := make(chan error)
	for range 4 {
		go func() {
			var err error
			for range 50 {
				var f *File
				if f, err = Create(filepath.Join(dir, "r.csv"), Number); err != nil {
					break
				}
				if _, err = f.Write([]byte("text")); err != nil {
					break
				}
				if err = f.Commit(); err != nil {
					break
				}
			}
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if n := len(inside(t, dir)); n != 200 {
		t.Errorf("%d files of 200", n)
	}
}
