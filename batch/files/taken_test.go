package files

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The files in the tests have the wanted name, or that name and a number. This program has written the content "ours";
// a person may have changed the content "theirs".
func TestAFileThatAPersonMayHaveChangedIsNeverReplaced(t *testing.T) {
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
	put(t, filepath.Join(dir, "r-4.csv"), "ours") // belongs to something else: there is no r-3.csv
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

// A kill may come as soon as the file is there, so whoever keeps its sum is told before.
func TestAppearingIsToldBeforeTheFileIsThere(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "r.csv"), "theirs")
	f, err := Create(filepath.Join(dir, "r.csv"), Number)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	f.Appearing = func(path, sum string) {
		told = append(told, filepath.Base(path))
		if text, err := os.ReadFile(path); sum != sumOf(t, "ours") || err == nil && string(text) != "theirs" {
			t.Errorf("%s is there with %q and was told with the sum %s", path, text, sum)
		}
	}
	if _, err := f.Write([]byte("ours")); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
	if d := cmp.Diff([]string{"r.csv", "r-2.csv"}, told); d != "" {
		t.Error(d)
	}
}

// sumOf returns the sum of a File with the text.
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
