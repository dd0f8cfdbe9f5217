package sandbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

// recordings holds the number of exchanges of each recording in apiclient/testdata.
var recordings = map[string]int{"core": 382, "life": 50, "users": 61, "random": 300, "nonlatin": 60}

const allExchanges = 853

// An exchange is one line of a recording (contract/API.md, "The recorded exchanges").
type exchange struct {
	ID      int               `json:"id"`
	Name    string            `json:"name"`
	Request map[string]string `json:"request"`
	Status  int               `json:"status"`
	Body    string            `json:"body"`
	Stored  map[string]string `json:"stored"`
}

func (e exchange) fields() url.Values {
	v := make(url.Values)
	for name, value := range e.Request {
		v.Set(name, value)
	}
	return v
}

func readRecording(t testing.TB, name string) (Fixture, []exchange) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "testdata", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	fixture, err := ReadFixture(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var exchanges []exchange
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e exchange
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		if e.Request != nil {
			exchanges = append(exchanges, e)
		}
	}
	if err := lines.Err(); err != nil || len(exchanges) == 0 {
		t.Fatalf("%s: %d exchanges, %v", name, len(exchanges), err)
	}
	return fixture, exchanges
}

func TestReplay(t *testing.T) {
	total := 0
	for name, want := range recordings {
		total += want
		t.Run(name, func(t *testing.T) {
			fixture, exchanges := readRecording(t, name)
			if len(exchanges) != want {
				t.Errorf("%d exchanges, want %d", len(exchanges), want)
			}
			s := New(fixture)
			for _, e := range exchanges {
				status, body := s.Call(e.fields())
				if status != 200 { // the only recorded 500 is a failure of the dialer's request log
					t.Errorf("%d %s: status %d", e.ID, e.Name, status)
				}
				if !sameBody(e.Body, body) {
					t.Errorf("%d %s: answered\n%s, recorded\n%s", e.ID, e.Name, body, e.Body)
				}
				if got := storedRow(s, e.Request, body); !maps.Equal(got, e.Stored) {
					t.Errorf("%d %s: stored\n%v, recorded\n%v", e.ID, e.Name, got, e.Stored)
				}
			}
			if s.Requests() != len(exchanges) {
				t.Errorf("%d requests counted", s.Requests())
			}
		})
	}
	if total != allExchanges {
		t.Errorf("the table names %d exchanges, want %d", total, allExchanges)
	}
}

// sameBody reports whether two bodies are equal. In a recorded version answer * stands for a value of the clock.
func sameBody(recorded, got string) bool {
	if !strings.HasPrefix(recorded, "VERSION: ") {
		return recorded == got
	}
	want, have := strings.Split(recorded, "|"), strings.Split(got, "|")
	if len(want) != len(have) {
		return false
	}
	for i := range want {
		key, starred := strings.CutSuffix(want[i], "*")
		if starred && len(have[i]) > len(key) && strings.HasPrefix(have[i], key) {
			continue
		}
		if want[i] != have[i] {
			return false
		}
	}
	return true
}

// storedRow returns the row that a success reports, found by the stored key. The result is nil after a refusal, and if
// there is no row.
func storedRow(s *Server, request map[string]string, body string) map[string]string {
	if !strings.HasPrefix(body, "SUCCESS: ") {
		return nil
	}
	fn := apiclient.Function(request["function"])
	key := func(field string) string {
		spec, _ := s.dialect.Spec(fn, field)
		return s.dialect.Fold(spec.Stored(request[field]))
	}
	var rows []map[string]string
	want := make(map[string]string)
	switch fn {
	case apiclient.AddPhone, apiclient.UpdatePhone:
		rows = s.Phones()
		want["extension"], want["server_ip"] = key("extension"), key("server_ip")
	case apiclient.AddPhoneAlias, apiclient.UpdatePhoneAlias:
		rows, want["alias_id"] = s.Aliases(), key("alias_id")
	case apiclient.AddUser:
		rows, want["user"] = s.Users(), key("agent_user")
		if strings.Contains(request["agent_user"], generatedWord) {
			want["user"] = rows[len(rows)-1]["user"]
		}
	}
	for _, row := range rows {
		found := true
		for column, value := range want {
			found = found && s.dialect.Fold(row[column]) == value
		}
		if found {
			return row
		}
	}
	return nil
}

// Dialect.Stores must predict the recorded row of every added phone.
func TestStoresPredictsTheRow(t *testing.T) {
	phones := 0
	for name := range recordings {
		fixture, exchanges := readRecording(t, name)
		d := apiclient.Dialect{NonLatin: fixture.NonLatin}
		for _, e := range exchanges {
			if e.Request["function"] != string(apiclient.AddPhone) || e.Stored == nil {
				continue
			}
			phones++
			var p apiclient.Phone
			for _, f := range apiclient.Fields() {
				p.Set(f, e.Request[f.String()])
			}
			p = d.Stores(p)
			for _, f := range apiclient.Fields() {
				spec, _ := d.Spec(apiclient.AddPhone, f.String())
				if got, want := p.Value(f), e.Stored[spec.Column]; got != want {
					t.Errorf("%s %d %s: %s predicted as %q, stored as %q", name, e.ID, e.Name, f, got, want)
				}
			}
		}
	}
	if phones < 400 {
		t.Errorf("only %d added phones were recorded", phones)
	}
}
