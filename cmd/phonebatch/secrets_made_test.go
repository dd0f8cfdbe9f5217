package main

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
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
	kept, err := os.Open(s.path("hr.credentials.csv"))
	if err != nil {
		t.Fatalf("%v: %s", err, &s.said)
	}
	defer kept.Close()
	rows, err := csv.NewReader(kept).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d lines, %v", len(rows), err)
	}
	everything := map[string]string{"what it says": s.said.String()}
	err = filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path == kept.Name() {
			return err
		}
		text, err := os.ReadFile(path)
		everything[path] = string(text)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, row := range rows[1:] {
		for _, password := range row[5:7] {
			if len(password) < 10 {
				t.Errorf("a password of %d characters", len(password))
			}
			for where, text := range everything {
				if strings.Contains(text, password) {
					t.Errorf("%s holds a password that was made", where)
				}
			}
		}
	}
	if len(everything) < 6 {
		t.Errorf("only %d places were looked at", len(everything))
	}
}
