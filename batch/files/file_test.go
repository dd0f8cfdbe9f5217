package files

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inside lists the names in a directory.
func inside(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// holds fails the test unless the file contains the text and only its user may read it.
func holds(t *testing.T, path, text string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != text {
		t.Errorf("%s holds %q, %v; want %q", path, got, err, text)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("%s: mode %v, %v", path, info.Mode(), err)
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAFileAppearsWholeAndPrivate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r.csv")
	f, err := Create(path, Refuse)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("half")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is there before Commit: %v", err)
	}
	if names := inside(t, dir); len(names) != 1 {
		t.Errorf("reserved as %q", names)
	} else if info, err := os.Lstat(filepath.Join(dir, names[0])); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode before Commit: %v, %v", info.Mode(), err)
	}
	if _, err := f.Write([]byte(" and half")); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	f.Discard()
	holds(t, path, "half and half")
	if d := cmp.Diff([]string{"r.csv"}, inside(t, dir)); d != "" {
		t.Error(d)
	}
}

func TestADiscardedFileLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		f, err := Create(filepath.Join(dir, "r.csv"), Refuse)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte("text")); err != nil {
			t.Fatal(err)
		}
		f.Discard()
		f.Discard()
		if names := inside(t, dir); len(names) != 0 {
			t.Errorf("left behind: %q", names)
		}
	}
}

func TestFill(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r.csv")
	broken := errors.New("no more ink")
	for _, tt := range []struct {
		err   error
		names []string
	}{{broken, []string{}}, {nil, []string{"r.csv"}}} {
		f, err := Create(path, Refuse)
		if err != nil {
			t.Fatal(err)
		}
		err = f.Fill(func(w io.Writer) error {
			_, _ = io.WriteString(w, "text")
			return tt.err
		})
		if !errors.Is(err, tt.err) {
			t.Errorf("got %v, want %v", err, tt.err)
		}
		if d := cmp.Diff(tt.names, inside(t, dir)); d != "" {
			t.Error(d)
		}
	}
	holds(t, path, "text")
}

func TestNoFileIsReplacedUnasked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.csv")
	put(t, path, "old")
	if _, err := Create(path, Refuse); !errors.Is(err, ErrExists) {
		t.Errorf("got %v", err)
	}
	f, err := Create(path, Replace)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Write([]byte("new"))
	if old, _ := os.ReadFile(path); string(old) != "old" {
		t.Errorf("before Commit it holds %q", old)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "new")
	if names := inside(t, filepath.Dir(path)); len(names) != 1 {
		t.Errorf("left behind: %q", names)
	}
}

func TestAFileThatAppearsAfterCreateIsNotReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.csv")
	f, err := Create(path, Refuse)
	if err != nil {
		t.Fatal(err)
	}
	put(t, path, "another's")
	if err := f.Commit(); err != nil || f.Path != strings.TrimSuffix(path, ".csv")+"-2.csv" {
		t.Errorf("got %s, %v", f.Path, err)
	}
	if text, _ := os.ReadFile(path); string(text) != "another's" {
		t.Errorf("it holds %q", text)
	}
}

func TestFoldersAndLinksAreNeverReplaced(t *testing.T) {
	for overwrite, want := range map[Taken]error{Refuse: ErrExists, Replace: ErrNoFile} {
		dir := t.TempDir()
		target := filepath.Join(t.TempDir(), "precious")
		put(t, target, "old")
		for name, place := range map[string]func(path string) error{
			"folder":              func(path string) error { return os.Mkdir(path, 0o755) },
			"symlink":             func(path string) error { return os.Symlink(target, path) },
			"dangling symlink":    func(path string) error { return os.Symlink("nowhere", path) },
			"symlink to a folder": func(path string) error { return os.Symlink(dir, path) },
		} {
			path := filepath.Join(dir, name)
			if err := place(path); err != nil {
				t.Fatal(err)
			}
			if _, err := Create(path, overwrite); !errors.Is(err, want) {
				t.Errorf("%s, overwrite %v: got %v", name, overwrite, err)
			}
		}
		if n := len(inside(t, dir)); n != 4 {
			t.Errorf("%d names", n)
		}
		if text, _ := os.ReadFile(target); string(text) != "old" {
			t.Errorf("the target holds %q", text)
		}
	}
}

func TestAFolderThatCannotBeWrittenToIsFoundOutAtOnce(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	put(t, file, "")
	paths := []string{filepath.Join(file, "r.csv"), filepath.Join(dir, "none", "r.csv")}
	if os.Getuid() != 0 {
		closed := filepath.Join(dir, "closed")
		if err := os.Mkdir(closed, 0o500); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, filepath.Join(closed, "r.csv"))
	}
	for _, path := range paths {
		for _, overwrite := range []Taken{Refuse, Replace} {
			if f, err := Create(path, overwrite); err == nil || f != nil || errors.Is(err, ErrExists) {
				t.Errorf("%s: got %v, %v", path, f, err)
			}
		}
	}
}
