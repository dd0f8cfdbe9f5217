package sandbox

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

// recordings holds the number of exchanges of each recording in apiclient/testdata.
var recordings = map[string]int{"core": 382, "life": 50, "next": 157, "users": 61, "random": 300, "nonlatin": 60}

const allExchanges = 1010

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
				before := tables(s)
				status, body := s.Call(e.fields())
				if status != 200 { // the only recorded 500 is a failure of the dialer's request log
					t.Errorf("%d %s: status %d", e.ID, e.Name, status)
				}
				if !sameBody(e.Body, body) {
					t.Errorf("%d %s: answered\n%s, recorded\n%s", e.ID, e.Name, body, e.Body)
				}
				success := strings.HasPrefix(body, "SUCCESS: ")
				if got := storedRow(s, e.Request); (success || e.Stored != nil) && !maps.Equal(got, e.Stored) {
					t.Errorf("%d %s: stored\n%v, recorded\n%v", e.ID, e.Name, got, e.Stored)
				}
				if !success && !slices.EqualFunc(before, tables(s), maps.Equal) {
					t.Errorf("%d %s: the answer is no success, and something was stored", e.ID, e.Name)
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

// tables returns the rows of all phones, aliases and users.
func tables(s *Server) []map[string]string {
	return slices.Concat(s.Phones(), s.Aliases(), userTable(s))
}

// userTable returns the rows of all users: those of the fixture, and then the others in order of insertion.
func userTable(s *Server) (rows []map[string]string) {
	for _, a := range slices.SortedFunc(maps.Values(s.users.byName), func(x, y *account) int {
		return cmp.Or(cmp.Compare(x.number, y.number), cmp.Compare(x.row["user"], y.row["user"]))
	}) {
		row := s.users.shown(a)
		if a.number == 0 {
			delete(row, "failed_login_count") // bad logins count, and store nothing else
		}
		rows = append(rows, row)
	}
	return rows
}

// storedRow returns the row that a request is about, found by the stored key, or nil if there is no such row.
// Recordings hold the row after each success; next.jsonl also holds the row after most refusals.
func storedRow(s *Server, request map[string]string) map[string]string {
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
	case apiclient.AddUser, apiclient.UpdateUser, apiclient.CopyUser, apiclient.UserDetails:
		if a := s.users.at(key("agent_user")); a != nil {
			return s.users.shown(a)
		}
		if rows = s.Users(); strings.Contains(request["agent_user"], generatedWord) && len(rows) > 0 {
			return rows[len(rows)-1]
		}
		return nil
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
