package register

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"phonebatch/batch/files"
)

func TestPlaceOfTheRegister(t *testing.T) {
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

func TestRegisterIsMadeForTheUserAlone(t *testing.T) {
	home := filepath.Join(t.TempDir(), "not there ?#%41&")
	t.Setenv("XDG_STATE_HOME", home)
	path, err := DefaultPath()
	check(t, err)
	dir := filepath.Join(home, "phonebatch")
	if path != filepath.Join(dir, "register.db") {
		t.Fatalf("got %s", path)
	}
	r := openAt(t, path)
	rec := begin(t, r, "r1")
	modes := map[string]os.FileMode{
		home: 0o700, dir: 0o700, filepath.Join(dir, "locks"): 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600, path + ".open": 0o600,
	}
	for name, want := range modes {
		info, err := os.Stat(name)
		check(t, err)
		if runtime.GOOS != "windows" && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
	check(t, rec.Close(), r.Close())
	left, err := os.ReadDir(dir)
	if check(t, err); len(left) != 3 {
		t.Errorf("a clean end leaves %v", left)
	}
}

func TestRegisterThatCannotBeUsed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	check(t, os.WriteFile(file, nil, 0o600))
	for name, path := range map[string]string{
		"a relative path":   filepath.Join("ann", "register.db"),
		"a file as folder":  filepath.Join(file, "register.db"),
		"a folder as file":  filepath.Dir(file),
		"a folder as -wal":  "",
		"a hollow presence": "",
	} {
		t.Run(name, func(t *testing.T) {
			if path == "" {
				path = filepath.Join(t.TempDir(), "register.db")
				suffix := map[string]string{"a folder as -wal": "-wal", "a hollow presence": ".open"}[name]
				check(t, os.MkdirAll(filepath.Join(path+suffix, "x"), 0o700))
			}
			r, err := Open(path)
			var unfit *StateError
			if !errors.As(err, &unfit) || !strings.Contains(err.Error(), " cannot be used: ") {
				t.Fatalf("got %v, %v", r, err)
			}
		})
	}
}

func TestPlaceThatIsNone(t *testing.T) {
	for _, tt := range []struct{ name, xdg, home, want string }{
		{"no home", "", "", "there is no place for the register: "},
		{"a relative home", "", "ann", "it is not an absolute path"},
		{"a relative choice", "ann", "/home/ann", "cannot be used: it is not an absolute path"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("XDG_STATE_HOME", tt.xdg)
			for _, name := range []string{"HOME", "LocalAppData"} {
				t.Setenv(name, tt.home)
			}
			_, err := DefaultPath()
			var unfit *StateError
			if !errors.As(err, &unfit) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestRegisterThatMayNotBeWritten(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("modes stop neither root nor windows")
	}
	r := own(t)
	check(t, r.Close())
	dir := filepath.Dir(r.path)
	for name, path := range map[string]string{"the folder": dir, "the file": r.path} {
		info, err := os.Stat(path)
		check(t, err, os.Chmod(path, info.Mode().Perm()&^0o222))
		_, err = Open(r.path)
		var unfit *StateError
		if !errors.As(err, &unfit) {
			t.Errorf("%s: got %v", name, err)
		}
		check(t, os.Chmod(path, info.Mode().Perm())) // or the test's own folder cannot be removed
	}
}

// TestFolderIsSwept: what a killed process has left is removed once nobody can be at it any more.
func TestFolderIsSwept(t *testing.T) {
	dir := t.TempDir()
	kept := map[string]bool{".probe-3": false, ".register-4": false, ".register-4-wal": false, "register.db.damaged-20260101-000000": true, "other": true}
	for name := range kept {
		path := filepath.Join(dir, name)
		check(t, os.WriteFile(path, nil, 0o600), os.Chtimes(path, time.Time{}, time.Now().Add(-2*time.Hour)))
	}
	check(t, os.WriteFile(filepath.Join(dir, ".register-9"), nil, 0o600))
	kept[".register-9"] = true
	openAt(t, filepath.Join(dir, fileName))
	for name, want := range kept {
		if got := files.Exists(filepath.Join(dir, name)); got != want {
			t.Errorf("%s is there: %v", name, got)
		}
	}
}
