package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"phonebatch/apiclient/sandbox"
)

// A turn says which calls a parrot answers itself.
type turn int32

const (
	never turn = iota
	always
	adding // add_phone that stores
	asking // add_phone that does not, but for the first row's: the gate stays open
	deleting
)

// A parrot is a dialer of which some answers repeat passwords. The others are a sandbox's.
type parrot struct {
	*sandbox.Server
	say      func(w http.ResponseWriter, form url.Values, body string)
	turn     atomic.Int32
	answered atomic.Int64
}

// newParrot makes the dialer of a stage with so many rows.
func newParrot(s *stage, rows int) *parrot {
	fixture := sandbox.Default()
	fixture.State.Users[0].Pass = cleaned(s.password(0))
	for i := range rows {
		fixture.State.Servers = append(fixture.State.Servers, serverOf(i))
	}
	p := &parrot{Server: sandbox.New(fixture)}
	server := httptest.NewServer(p)
	s.Cleanup(server.Close)
	s.url = server.URL
	return p
}

func (p *parrot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		panic(err)
	}
	if p.answers(form) {
		p.answered.Add(1)
		p.say(w, form, string(body))
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	p.Server.ServeHTTP(w, r)
}

func (p *parrot) answers(form url.Values) bool {
	add, question := form.Get("function") == "add_phone", form.Get("local_gmt") == "99.99"
	switch turn(p.turn.Load()) {
	case always:
		return true
	case adding:
		return add && !question
	case asking:
		return add && question && form.Get("extension") != "5000"
	case deleting:
		return form.Get("function") == "update_phone"
	}
	return false
}

// take has the parrot answer from now on, in its turn.
func (p *parrot) take(t turn) { p.turn.Store(int32(t)) }

// passwordsOf are those of one request, as sent and as cleaned.
func passwordsOf(form url.Values) (list []string) {
	for _, field := range []string{"pass", "phone_pass", "registration_password"} {
		if p := form.Get(field); p != "" {
			list = append(list, p, cleaned(p))
		}
	}
	return list
}

// A recordedAnswer is what a real dialer has answered, and to what.
type recordedAnswer struct {
	Request map[string]string
	Status  int
	Body    string
}

// recordedAnswers are all that differ.
func recordedAnswers(t *testing.T) (answers []recordedAnswer) {
	seen := make(map[string]bool)
	for _, name := range []string{"core", "life", "next", "users", "random", "nonlatin"} {
		text, err := os.ReadFile("../../apiclient/testdata/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(text))
		lines.Buffer(nil, 1<<20)
		lines.Scan() // the state
		for lines.Scan() {
			var a recordedAnswer
			if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
				t.Fatal(err)
			}
			if key := fmt.Sprint(a.Status, a.Body); !seen[key] {
				seen[key] = true
				answers = append(answers, a)
			}
		}
	}
	if len(answers) < 700 {
		t.Errorf("only %d different answers", len(answers))
	}
	return answers
}

// stops says whether a run ends with such an answer: the caller is not wanted, or a question was stored.
func (a recordedAnswer) stops() bool {
	_, text, _ := strings.Cut(a.Body, ": ")
	for _, start := range []string{
		"Invalid Source", "Login incorrect", "NO FUNCTION", "Too many login", "auth USER", "add_phone USER DOES NOT", "add_phone PHONE HAS",
	} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

// faithful puts into the details what this request has where the recorded one had that, passwords as cleaned.
func (a recordedAnswer) faithful(form url.Values) string {
	return a.detailed(func(_ int, detail string) string {
		for name, value := range a.Request {
			if value == detail && value != "" {
				return cleaned(form.Get(name))
			}
		}
		return detail
	})
}

// everywhere puts one password after the other into the details.
func (a recordedAnswer) everywhere(form url.Values) string {
	passwords := passwordsOf(form)
	return a.detailed(func(i int, _ string) string { return passwords[i%len(passwords)] })
}

func (a recordedAnswer) detailed(fill func(i int, detail string) string) string {
	details := strings.Split(strings.TrimSuffix(a.Body, "\n"), "|")
	for i := range details {
		head := ""
		if separator := strings.LastIndex(details[0], " - "); i == 0 && separator >= 0 {
			head, details[0] = details[0][:separator+3], details[0][separator+3:]
		} else if i == 0 {
			continue
		}
		details[i] = head + fill(i, details[i])
	}
	return strings.Join(details, "|") + "\n"
}

// of finds the answer of a row.
func of(answers []recordedAnswer, form url.Values) recordedAnswer {
	n, _ := strconv.Atoi(form.Get("extension"))
	return answers[max(0, n-5000)%len(answers)]
}
