package report

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestSweepRemovesWhatAKillHasLeft(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r[1]*.csv")
	f, err := Create(path, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("half")); err != nil { // and is killed
		t.Fatal(err)
	}
	other, err := Create(filepath.Join(dir, "other.csv"), false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Write([]byte("of somebody else")); err != nil {
		t.Fatal(err)
	}
	Sweep(path)
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) != 1 || !strings.Contains(left[0], "other.csv") {
		t.Errorf("left: %v", left)
	}
	if err := other.Commit(); err != nil {
		t.Error(err)
	}
}
