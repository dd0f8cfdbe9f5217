package main

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestMadePasswordsAreInTheirFileAlone: passwords that the program makes stand in the request, in the credentials file,
// and nowhere else: not in results, failed rows, the register or anything that is said.
func TestMadePasswordsAreInTheirFileAlone(t *testing.T) {
	s := newStage(t, newHush(t), 0)
	newParrot(s, 3)
	s.write("hr.csv", "Name,Server\nAnn,10.1.0.0\nBo,10.1.0.1\nCy,nowhere\n")
	fill := []string{"--usual-defaults", "--map", "Server=server_ip", "--map", "Name=phone_full_name", "--number", "extension=5000-5099", "--generate", "phone_pass,registration_password", s.path("hr.csv")}
	for _, args := range [][]string{
		{"check"},
		{"check", "--online", "--json", "--skip-invalid"},
		{"import", "--yes", "--skip-invalid", "--results", s.path("r.csv")},
		{"import", "--yes", "--skip-invalid", "--json", "--start-over", "--results", s.path("again.csv")},
	} {
		s.call(append(args, fill...)...)
	}
	s.run("report", s.path("r.csv"))
	s.run("runs", "--json")
	s.expectKept(3, s.path("hr.credentials.csv"))
}

// TestRenewedPasswordsAreInTheirFilesAlone: the earlier passwords of phones that get new ones stand in the file of the
// values before the changes as well.
func TestRenewedPasswordsAreInTheirFilesAlone(t *testing.T) {
	s := newStage(t, newHush(t), 0)
	newParrot(s, 3)
	s.write("hr.csv", "extension,Name,Server\n5000,Ann,10.1.0.0\n5001,Bo,10.1.0.1\n")
	fill := []string{"--usual-defaults", "--map", "Server=server_ip", "--map", "Name=phone_full_name", "--generate", "phone_pass,registration_password", s.path("hr.csv")}
	renew := []string{"--on-existing", "update", "--regenerate", "phone_pass,registration_password"}
	s.call(append([]string{"import", "--yes", "--results", s.path("r.csv")}, fill...)...)
	s.call(slices.Concat([]string{"import", "--dry-run", "--json"}, renew, fill)...)
	s.call(slices.Concat([]string{"import", "--yes", "--results", s.path("renewed.csv")}, renew, fill)...)
	s.call(slices.Concat([]string{"import", "--yes", "--json", "--read-back", "off", "--results", s.path("again.csv")}, renew, fill)...)
	s.run("report", s.path("renewed.csv"))
	s.call("undo", "--yes", s.path("renewed.csv"))
	s.expectKept(7, s.path("hr.credentials.csv"), s.path("renewed.before.csv"))
}

// expectKept fails the test if a password of the credentials file, the first of the files, stands anywhere else than in
// these files. lines is the number of lines of the credentials file.
func (s *stage) expectKept(lines int, kept ...string) {
	s.Helper()
	f, err := os.Open(kept[0])
	if err != nil {
		s.Fatalf("%v: %s", err, &s.said)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != lines {
		s.Fatalf("%d lines, %v", len(rows), err)
	}
	everything := map[string]string{"what it says": s.said.String()}
	err = filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || slices.Contains(kept, path) {
			return err
		}
		text, err := os.ReadFile(path)
		everything[path] = string(text)
		return err
	})
	if err != nil {
		s.Error(err)
	}
	for _, row := range rows[1:] {
		for _, password := range row[5:7] {
			if len(password) < 10 {
				s.Errorf("a password of %d characters", len(password))
			}
			for where, text := range everything {
				if strings.Contains(text, password) {
					s.Errorf("%s holds a password that was made", where)
				}
			}
		}
	}
	if len(everything) < 6 {
		s.Errorf("only %d places were looked at", len(everything))
	}
}
