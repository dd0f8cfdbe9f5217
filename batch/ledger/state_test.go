package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// ownState is a state folder for one test.
func ownState(t *testing.T) State {
	t.Helper()
	s, err := StateIn(filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPlaceOfTheState(t *testing.T) {
	for _, tt := range []struct {
		name, system string
		env          map[string]string
		want, err    string
	}{
		{"linux", "linux", map[string]string{"HOME": "/home/ann"}, "/home/ann/.local/state/phonebatch", ""},
		{"another unix", "freebsd", map[string]string{"HOME": "/home/ann"}, "/home/ann/.local/state/phonebatch", ""},
		{"macOS", "darwin", map[string]string{"HOME": "/Users/ann"}, "/Users/ann/Library/Application Support/phonebatch", ""},
		{"windows", "windows", map[string]string{"LocalAppData": "/ann/Local", "HOME": "/other"}, "/ann/Local/phonebatch", ""},
		{"chosen", "linux", map[string]string{"XDG_STATE_HOME": "/var/ann", "HOME": "/home/ann"}, "/var/ann/phonebatch", ""},
		{"chosen on macOS", "darwin", map[string]string{"XDG_STATE_HOME": "/var/ann"}, "/var/ann/phonebatch", ""},
		{"chosen on windows", "windows", map[string]string{"XDG_STATE_HOME": "/var/ann"}, "/var/ann/phonebatch", ""},
		{"no home", "linux", nil, "", "HOME is not set"},
		{"no home on windows", "windows", map[string]string{"HOME": "/other"}, "", "LocalAppData is not set"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := place(tt.system, func(name string) string { return tt.env[name] })
			if filepath.ToSlash(got) != tt.want || (err == nil) != (tt.err == "") {
				t.Fatalf("got %q, %v; want %q", got, err, tt.want)
			}
			if err != nil && err.Error() != tt.err {
				t.Errorf("the error is %q, want %q", err, tt.err)
			}
		})
	}
}

func TestStateIsMadeForTheUserAlone(t *testing.T) {
	home := filepath.Join(t.TempDir(), "not", "there")
	t.Setenv("XDG_STATE_HOME", home)
	for range 2 {
		if _, err := OpenState(); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{home, filepath.Join(home, "phonebatch"), filepath.Join(home, "phonebatch", "locks")} {
		info, err := os.Stat(dir)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v", dir, info.Mode())
		}
	}
	if left, err := os.ReadDir(filepath.Join(home, "phonebatch")); err != nil || len(left) != 1 {
		t.Errorf("beside the locks there is more: %v, %v", left, err)
	}
}

func TestStateThatCannotBeUsed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, xdg, home, want string }{
		{"no home", "", "", "there is no place for the state folder: "},
		{"a relative home", "", "ann", "it is not an absolute path"},
		{"a relative choice", "ann", "/home/ann", "the state folder " + filepath.Join("ann", "phonebatch") + " cannot be used: it is not an absolute path"},
		{"a file in its place", file, "/home/ann", "the state folder " + filepath.Join(file, "phonebatch") + " cannot be used: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("XDG_STATE_HOME", tt.xdg)
			for _, name := range []string{"HOME", "LocalAppData"} {
				t.Setenv(name, tt.home)
			}
			_, err := OpenState()
			var unfit *StateError
			if !errors.As(err, &unfit) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestStateThatMayNotBeWritten(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("modes stop neither root nor windows")
	}
	s := ownState(t)
	if err := os.Chmod(s.dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(s.dir, 0o700) // or the test's own folder cannot be removed
	if _, err := StateIn(s.dir); !errors.Is(err, os.ErrPermission) {
		t.Errorf("got %v", err)
	}
}

// What a killed process has left is removed once it is certain that nobody is at it any more.
func TestStateIsSwept(t *testing.T) {
	dir := t.TempDir()
	kept := map[string]bool{".newest-1": false, ".journal.key-2": false, ".probe-3": false, "journal.key": true, "other": true}
	for name := range kept {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-2*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, ".newest-9"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	kept[".newest-9"] = true
	if _, err := StateIn(dir); err != nil {
		t.Fatal(err)
	}
	for name, want := range kept {
		if got := Exists(filepath.Join(dir, name)); got != want {
			t.Errorf("%s is there: %v", name, got)
		}
	}
}
