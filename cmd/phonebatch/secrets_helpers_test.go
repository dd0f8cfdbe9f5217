package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

// A hush is random, and is in every password of a test three times: whole, cleaned, cut off or encoded, a password
// shows it.
type hush string

func newHush(t *testing.T) hush {
	if testing.Short() {
		t.Skip("what is written does not hang on the length of a trial")
	}
	h := hush(rand.Text()[:10])
	t.Logf("every password holds %s", string(h))
	return h
}

// password makes one of which the API drops many characters, and encodings change as many.
func (h hush) password(n int) string {
	return fmt.Sprintf(`%[1]s%[2]dé&"%[1]s+%%<b>'/\ ;=#?%[1]s`, string(h), n)
}

// cleaned is what the API makes of a password.
func cleaned(password string) string {
	spec, _ := apiclient.Dialect{}.Spec(apiclient.AddPhone, "pass")
	return spec.Clean(password)
}

// find returns the text around a password, and whether there is one.
func (h hush) find(text []byte) (string, bool) {
	lower := bytes.ToLower(text)
	for _, form := range h.forms() {
		if at := bytes.Index(lower, []byte(form)); at >= 0 {
			return string(text[max(0, at-60):min(len(text), at+60)]), true
		}
	}
	return "", false
}

// forms are what a hush looks like in lower case: letters and digits survive every escaping, but hexadecimal digits and
// base 64, where what stands before decides between three.
func (h hush) forms() []string {
	forms := []string{string(h), hex.EncodeToString([]byte(h))}
	for before := range 3 {
		text := base64.StdEncoding.EncodeToString(append(make([]byte, before), h...))
		forms = append(forms, text[(8*before+5)/6:8*(before+len(h))/6])
	}
	for i, form := range forms {
		forms[i] = strings.ToLower(form)
	}
	return forms
}

// A stage is where the program runs, and all that it has said there.
type stage struct {
	*testing.T
	hush
	dir, url string
	logs     string          // --log-format
	lines    map[string]bool // of the lists, as they were written
	said     bytes.Buffer
}

// newStage makes a list of n rows in a folder of its own, each row on a server of its own, with 6666's password beside
// it. The passwords are h's.
func newStage(t *testing.T, h hush, n int) *stage {
	s := &stage{T: t, hush: h, dir: t.TempDir(), logs: "console", lines: make(map[string]bool)}
	list := listHeader
	for i := range n {
		list += row(i, h.password(2*i+1), h.password(2*i+2))
	}
	s.write("list.csv", list)
	s.write("password", h.password(0)+"\n")
	return s
}

func serverOf(i int) string { return fmt.Sprintf("10.1.%d.%d", i/200, i%200) }

const listHeader = "extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password,phone_full_name,local_gmt,outbound_cid\n"

// row is a good one.
func row(i int, phonePass, registrationPassword string) string {
	e := fmt.Sprint(5000 + i)
	return record(e, e, e, e, phonePass, serverOf(i), "SIP", registrationPassword, "Agent "+e, "-5.00", "7275550100")
}

func record(cells ...string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(cells) // into memory
	w.Flush()
	return b.String()
}

func (s *stage) path(name string) string { return filepath.Join(s.dir, name) }

// plainly writes lists of other delimiters and line ends with commas and LF.
var plainly = strings.NewReplacer(";", ",", "\t", ",", "\r", "\n")

func (s *stage) write(name, text string) {
	for line := range strings.Lines(plainly.Replace(text)) {
		s.lines[strings.TrimSuffix(line, "\n")] = true
	}
	if err := os.WriteFile(s.path(name), []byte(text), 0o600); err != nil {
		s.Error(err)
	}
}

// register is the database of the stage's runs.
func (s *stage) register() string { return s.path(filepath.Join("state", "register.db")) }

// knowing are the commands that open the register.
var knowing = []string{"check", "import", "verify", "undo", "retire", "report", "runs"}

// run runs the program as talkative as it gets. Passwords of which the API drops something are sent all the same.
func (s *stage) run(args ...string) int {
	if slices.Contains(knowing, args[0]) {
		args = append(args, "--register", s.register())
	}
	if args[0] == "check" || args[0] == "import" {
		args = append(args, "--ignore", "characters_dropped")
	}
	if args[0] == "import" {
		args = append(args, "--summary-file", s.path("last.json"), "--metrics", s.path("last.prom"))
	}
	args = append(args, "--log-level", "trace", "--log-format", s.logs)
	var out, errs bytes.Buffer
	status := phonebatch(args, strings.NewReader(""), &out, &errs)
	fmt.Fprintf(&s.said, "%s\n%s%s", args[0], &out, &errs)
	return status
}

// call runs a command that speaks to the stage's dialer, and waits for nothing.
func (s *stage) call(args ...string) int {
	return s.run(append(args, "--url", s.url, "--user", "6666", "--password-file", s.path("password"), "--rate", "0", "--retries", "0")...)
}

// sweep looks for passwords in all that the program has said and written.
func (s *stage) sweep() {
	s.Helper()
	for _, leak := range append(s.leaksOf("what it says", s.said.Bytes()), s.leaks(s.dir)...) {
		s.Errorf("%s: %s", s.Name(), leak)
	}
}

func (s *stage) leaksOf(what string, text []byte) []string {
	if shown, found := s.find(text); found {
		return []string{fmt.Sprintf("%s shows %q", what, shown)}
	}
	return nil
}

// leaks are those of the files in a folder, and files that others may read. The lists are left out, what of them
// has come back, and the values before changes.
func (s *stage) leaks(dir string) (list []string) {
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		name := filepath.Base(path)
		if err != nil || entry.IsDir() || name == "password" || strings.HasSuffix(name, "list.csv") {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if forAll := name == "last.json" || name == "last.prom"; info.Mode().Perm() != 0o600 && !forAll {
			list = append(list, fmt.Sprintf("%s has mode %v", name, info.Mode()))
		}
		text, err := os.ReadFile(path)
		switch {
		case strings.HasSuffix(name, ".failed.csv"):
			text = s.withoutRecords(text)
		case strings.HasSuffix(name, ".before.csv"):
			text = nil // undo needs the passwords
		}
		list = append(list, s.leaksOf(name, append([]byte(name+"\n"), unzipped(s, text)...))...)
		return err
	})
	if err != nil {
		s.Error(err)
	}
	return list
}

// withoutRecords leaves of failed rows what the program has added to the lists' own lines.
func (s *stage) withoutRecords(failed []byte) []byte {
	var rest []byte
	for line := range bytes.Lines([]byte(plainly.Replace(string(failed)))) {
		at := len(line)
		for at > 0 && !s.lines[string(line[:at])] {
			at = bytes.LastIndexByte(line[:at], ',')
		}
		rest = append(rest, line[max(at, 0):]...)
	}
	return rest
}
