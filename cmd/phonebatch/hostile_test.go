package main

import (
	"bytes"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"phonebatch/batch/exit"
)

// poison is what a terminal would obey, and what fools an eye.
const poison = "\x1b]0;owned\a\x1b[31m\x00\x7f\b\u202e\u200b\u2028\ufeff\u0085\x9b31m\xffowned"

// venoms are answers that no dialer gives. POISON and PASS stand for poison and for what a dialer makes of the
// request's password.
var venoms = map[string]string{
	"a status line":           "HTTP/1.1 200 POISON PASS\r\n\r\nPOISON PASS",
	"a status":                "HTTP/1.1 POISON PASS\r\n\r\n",
	"headers":                 "HTTP/1.1 200 OK\r\nXPOISON: PASS\r\n\r\n",
	"a hint, and a protocol":  "HTTP/1.1 103 POISON PASS\r\nLink: POISON PASS\r\n\r\nHTTP/1.1 101 POISON\r\nConnection: Upgrade\r\nUpgrade: POISON\r\n\r\nPOISON PASS",
	"more than was announced": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nSUCCESS: POISON PASS",
	"two answers":             "HTTP/1.1 503 POISON\r\nContent-Length: 0\r\nRetry-After: POISON\r\n\r\nHTTP/1.1 200 OK\r\nX: POISON PASS\r\n\r\n",
	"a redirect's path":       "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://dialer.example/\u202eowned%1b/PASS?PASS\r\n\r\n",
	"a redirect's host":       "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://\u202eowned\u200b.example/PASS\r\n\r\n",
	"a redirect to a file":    "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: file:///etc/passwd?PASS\r\n\r\n",
	"a page's title":          "HTTP/1.1 403 POISON\r\n\r\n<html><title>POISON &#27;]0;owned&#7; &#x202e; PASS</title><input type=password>",
	"a title, poisoned":       "HTTP/1.1 503 POISON\r\n\r\n<html><title>POISON &#27;]0;owned&#7; &#x202e; &#8203;</title>",
	"megabytes of titles":     "HTTP/1.1 403 POISON\r\n\r\n<html><title>" + strings.Repeat("POISON ", 10_000) + "</title>",
	"megabytes":               "HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("POISON PASS\n", 50_000),
	"megabytes of headers":    "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: POISON PASS\r\n", 50_000) + "\r\n",
	"details":                 "HTTP/1.1 200 OK\r\n\r\nERROR: add_phone SERVER DOES NOT EXIST: |POISON|POISON|PASS\n",
	"a login":                 "HTTP/1.1 200 OK\r\n\r\nERROR: Login incorrect, please try again: |POISON|PASS|POISON|\n",
	"a source":                "HTTP/1.1 200 OK\r\n\r\nERROR: Invalid Source - POISON PASS\nERROR: Invalid Source: |POISON PASS|\n",
	"a version":               "HTTP/1.1 200 OK\r\n\r\nVERSION: POISON|BUILD: 241004-1518|DATE: POISON|EPOCH: POISON|DST: POISON|TZ: POISON|TZNOW: POISON|PASS\n",
}

// spit writes an answer as it is, and lets go of the connection.
func spit(answer string) func(http.ResponseWriter, url.Values, string) {
	return func(w http.ResponseWriter, form url.Values, _ string) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, strings.NewReplacer("POISON", poison, "PASS", cleaned(form.Get("pass"))).Replace(answer))
	}
}

// TestHostileDialer: whatever a dialer answers, and when it begins to, every command ends, says little of it, and shows
// nothing that came in it.
func TestHostileDialer(t *testing.T) {
	var logged bytes.Buffer
	log.SetOutput(&logged) // net/http writes there
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	h := newHush(t)
	for name, answer := range venoms {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, h, 2)
			p := newParrot(s, 2)
			p.say = spit(answer)
			list, good := s.path("list.csv"), s.path("good.csv")
			if status := s.call("import", "--yes", "--results", good, list); status != exit.Done {
				t.Fatalf("exit status %d before the dialer turns hostile:\n%s", status, &s.said)
			}
			s.said.Reset()
			for _, round := range []struct {
				turn turn
				args []string
			}{
				{always, []string{"doctor", "--server", serverOf(0), "--try-delete", "--yes"}},
				{always, []string{"check", "--online", list}},
				{always, []string{"verify", good}},
				{always, []string{"undo", "--yes", good}},
				{always, []string{"import", "--yes", "--start-over", "--results", s.path("refused.csv"), list}},
				{asking, []string{"import", "--yes", "--start-over", "--results", s.path("asking.csv"), list}},
				{adding, []string{"import", "--yes", "--start-over", "--results", s.path("adding.csv"), list}},
			} {
				p.take(round.turn)
				if round.args[0] != "doctor" {
					round.args = append(round.args, "--give-up", "1ns")
				}
				if status := s.call(round.args...); status != exit.NotAll && status != exit.Refused {
					t.Errorf("%s: exit status %d", round.args[0], status)
				}
			}
			if p.answered.Load() == 0 {
				t.Error("the dialer was not hostile")
			}
			s.sweep()
			s.sweepPoison()
			if logged.Len() > 0 {
				t.Errorf("net/http logs %q", logged.Next(200))
				logged.Reset()
			}
		})
	}
}

// sweepPoison looks for poison in all that the program has said and written, and for more than a person would read.
func (s *stage) sweepPoison() {
	s.Helper()
	s.innocent("what it says", s.said.Bytes(), 32<<10)
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".csv") {
			return err
		}
		text, err := os.ReadFile(path)
		s.innocent(entry.Name(), text, 4<<10)
		return err
	})
	if err != nil {
		s.Error(err)
	}
}

func (s *stage) innocent(what string, text []byte, most int) {
	s.Helper()
	for i, r := range string(text) {
		if r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar {
			s.Errorf("%s shows %q", what, text[max(0, i-60):min(len(text), i+60)])
			break
		}
	}
	if len(text) > most {
		s.Errorf("%s has %d bytes", what, len(text))
	}
}
