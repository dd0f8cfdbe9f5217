package report

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What becomes of files that have the name of ours, or one of the next: "ours" are as we have written them, "theirs" a
// person may have changed.
func TestWhatAPersonMayHaveChangedIsNeverReplaced(t *testing.T) {
	written := sumOf(t, "ours")
	ours := func(_, sum string) bool { return sum == written }
	for name, tt := range map[string]struct {
		taken       Taken
		there, want map[string]string
		aside       string
	}{
		"nothing there":              {Number, nil, map[string]string{"r.csv": "new"}, ""},
		"theirs stays":               {Number, map[string]string{"r.csv": "theirs"}, map[string]string{"r.csv": "theirs", "r-2.csv": "new"}, ""},
		"ours is replaced":           {Number, map[string]string{"r.csv": "ours"}, map[string]string{"r.csv": "new"}, ""},
		"ours under the second name": {Number, map[string]string{"r.csv": "theirs", "r-2.csv": "ours"}, map[string]string{"r.csv": "theirs", "r-2.csv": "new"}, ""},
		"both theirs":                {Number, map[string]string{"r.csv": "theirs", "r-2.csv": "more"}, map[string]string{"r.csv": "theirs", "r-2.csv": "more", "r-3.csv": "new"}, ""},
		"theirs gives way":           {GiveWay, map[string]string{"r.csv": "theirs", "r-2.csv": "more"}, map[string]string{"r.csv": "new", "r-2.csv": "more", "r-3.csv": "theirs"}, "r-3.csv"},
		"ours needs no way":          {GiveWay, map[string]string{"r.csv": "ours"}, map[string]string{"r.csv": "new"}, ""},
		"nothing that gives way":     {GiveWay, nil, map[string]string{"r.csv": "new"}, ""},
		"said to be replaced":        {Replace, map[string]string{"r.csv": "theirs"}, map[string]string{"r.csv": "new"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range tt.there {
				put(t, filepath.Join(dir, name), text)
			}
			f, err := Create(filepath.Join(dir, "r.csv"), tt.taken)
			if err != nil {
				t.Fatal(err)
			}
			f.Ours = ours
			if _, err := f.Write([]byte("new")); err != nil {
				t.Fatal(err)
			}
			if err := f.Commit(); err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, name := range inside(t, dir) {
				text, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				got[name] = string(text)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
			if f.Aside != "" {
				f.Aside = filepath.Base(f.Aside)
			}
			if f.Aside != tt.aside {
				t.Errorf("set aside as %q", f.Aside)
			}
		})
	}
}

func TestVanishRemovesOursAlone(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "r.csv"), "theirs")
	put(t, filepath.Join(dir, "r-2.csv"), "ours")
	put(t, filepath.Join(dir, "r-4.csv"), "ours") // of something else: there is no third
	f, err := Create(filepath.Join(dir, "r.csv"), Number)
	if err != nil {
		t.Fatal(err)
	}
	f.Ours = func(_, sum string) bool { return sum == sumOf(t, "ours") }
	if err := f.Vanish(); err != nil {
		t.Error(err)
	}
	if d := cmp.Diff([]string{"r-4.csv", "r.csv"}, inside(t, dir)); d != "" {
		t.Error(d)
	}
}

// sumOf is the sum of a file that was written with a text.
func sumOf(t *testing.T, text string) string {
	t.Helper()
	f, err := Create(filepath.Join(t.TempDir(), "x"), Refuse)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Discard()
	if _, err := f.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return f.Sum()
}
