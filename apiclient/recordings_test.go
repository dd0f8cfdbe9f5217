package apiclient_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"phonebatch/apiclient"
)

// recordings holds the number of exchanges of each recording in testdata.
var recordings = map[string]int{"core": 382, "life": 50, "next": 157, "users": 61, "random": 300, "nonlatin": 60}

// An exchange is one line of a recording (contract/API.md, "The recorded exchanges").
type exchange struct {
	ID      int               `json:"id"`
	Name    string            `json:"name"`
	Request map[string]string `json:"request"`
	Status  int               `json:"status"`
	Body    string            `json:"body"`
	Stored  map[string]string `json:"stored"`

	file    string
	dialect apiclient.Dialect
}

func (e exchange) String() string { return fmt.Sprintf("%s %d (%s)", e.file, e.ID, e.Name) }

func (e exchange) function() apiclient.Function { return apiclient.Function(e.Request["function"]) }

func (e exchange) request() apiclient.Request {
	return apiclient.Request{Function: e.function(), Values: e.Request}
}

func (e exchange) reply() apiclient.Reply {
	return apiclient.ParseReply(e.request(), e.dialect, e.Status, []byte(e.Body))
}

func (e exchange) phone() apiclient.Phone {
	var p apiclient.Phone
	for _, f := range apiclient.Fields() {
		p.Set(f, e.Request[f.String()])
	}
	return p
}

// succeeded reports a success by the first word of the body, independently of ParseReply.
func (e exchange) succeeded() bool { return bytes.HasPrefix([]byte(e.Body), []byte("SUCCESS: ")) }

// uncalled holds the functions that the client does not call: the client need not understand their answers.
var uncalled = []apiclient.Function{apiclient.UpdateUser, apiclient.CopyUser, apiclient.UserDetails, apiclient.VMList}

// recorded returns the exchanges of all functions that the client calls, or the exchanges of one function.
func recorded(t testing.TB, only ...apiclient.Function) []exchange {
	t.Helper()
	var all []exchange
	for name, want := range recordings {
		exchanges := readRecording(t, name)
		if len(exchanges) != want {
			t.Errorf("%s.jsonl holds %d exchanges, want %d", name, len(exchanges), want)
		}
		for _, e := range exchanges {
			if len(only) == 0 && !slices.Contains(uncalled, e.function()) || len(only) > 0 && e.function() == only[0] {
				all = append(all, e)
			}
		}
	}
	return all
}

func readRecording(t testing.TB, name string) []exchange {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() {
		t.Fatalf("%s.jsonl is empty", name)
	}
	var state struct {
		NonLatin bool `json:"use_non_latin"`
	}
	if err := json.Unmarshal(lines.Bytes(), &state); err != nil {
		t.Fatal(err)
	}
	var exchanges []exchange
	for lines.Scan() {
		e := exchange{file: name, dialect: apiclient.Dialect{NonLatin: state.NonLatin}}
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("%s.jsonl: %v", name, err)
		}
		exchanges = append(exchanges, e)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return exchanges
}
