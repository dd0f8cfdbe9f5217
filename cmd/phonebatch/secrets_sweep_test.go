package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"strings"
	"testing"
)

// TestTheSweepFindsPasswords: a sweep that finds nothing proves nothing unless it would have found something.
func TestTheSweepFindsPasswords(t *testing.T) {
	h := newHush(t)
	p := h.password(7)
	quoted, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"whole": p, "cleaned": cleaned(p), "in a query": url.QueryEscape(p), "in a path": url.PathEscape(p), "as JSON": string(quoted),
		"as HTML": html.EscapeString(p), "as Go": fmt.Sprintf("%q", p), "as ASCII": fmt.Sprintf("%+q", p), "as bytes": fmt.Sprintf("%x", p),
		"as a login": base64.StdEncoding.EncodeToString([]byte("6666:" + p)), "in base 64": base64.URLEncoding.EncodeToString([]byte(p)),
		"one byte on": base64.RawStdEncoding.EncodeToString([]byte("x" + p)), "as a host": strings.ToLower(cleaned(p)),
		"cut off": p[:12], "the end of it": p[len(p)-12:], "twice in a query": url.QueryEscape(url.QueryEscape(p)),
	} {
		if _, found := h.find([]byte("some text " + text + " and more")); !found {
			t.Errorf("%s: not found in %q", name, text)
		}
	}
	if shown, found := h.find([]byte(newHush(t).password(7))); found {
		t.Errorf("found in another's: %q", shown)
	}
}

// TestTheSweepFindsWhereTheyAre: in any file that the program may write, and beside the rows that came back.
func TestTheSweepFindsWhereTheyAre(t *testing.T) {
	s := newStage(t, newHush(t), 2)
	p, good := s.password(1), row(0, s.password(1), s.password(2))
	if found := s.leaks(s.dir); len(found) > 0 {
		t.Errorf("found before anything was written: %v", found)
	}
	for name, text := range map[string]string{
		"r.xlsx": zipped(t, p), "r.csv": "added," + p, "register.db": "SQLite format 3\x00" + cleaned(p), ".phonebatch-1.tmp": p, p[:10] + ".csv": "",
		"r.failed.csv": strings.TrimSuffix(good, "\n") + ",\"refused: " + cleaned(p) + "\"\n", "other.failed.csv": row(1, p, "x"),
	} {
		if err := os.WriteFile(s.path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if found := s.leaks(s.dir); len(found) != 1 {
			t.Errorf("%s: found %v", name, found)
		}
		os.Remove(s.path(name))
	}
	s.write("open.csv", "")
	if err := os.Chmod(s.path("open.csv"), 0o644); err != nil {
		t.Fatal(err)
	}
	if found := s.leaks(s.dir); len(found) != 1 {
		t.Errorf("a file for all: found %v", found)
	}
	s.write("r.before.csv", p)
	if found := s.leaks(s.dir); len(found) != 1 {
		t.Errorf("values before changes, which undo needs: found %v", found)
	}
	s.said.WriteString(p)
	if found := s.leaksOf("what it says", s.said.Bytes()); len(found) != 1 {
		t.Errorf("what it says: found %v", found)
	}
}
