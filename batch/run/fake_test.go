package run

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// A fake is a dialer that gives scripted answers, and else behaves like a dialer. It stores phones by extension and
// server.
type fake struct {
	script map[string][]apiclient.Code // by call ("add 1001", "probe 1001"): the next answers
	silent map[string]bool             // extensions that are added with SUCCESS and not stored
	takes  func() time.Duration        // the duration of a call; nil means 0
	down   apiclient.Code              // if set, the answer to every call
	hangs  bool                        // if set, a call ends only with its context
	untold bool                        // the dialer does not tell many logins at once

	mu      sync.Mutex
	stored  map[string]bool
	logins  map[string]bool
	aliases map[string][]string // the members, by alias_id
	calls   []fakeCall
	most    int // calls under way at once
}

type fakeCall struct {
	what         string
	began, ended time.Time
	later        int // the number of calls that had begun when this call ended
}

// panics is a scripted answer that makes the call panic.
const panics apiclient.Code = "panics"

func newFake(t *testing.T) *fake {
	f := &fake{script: make(map[string][]apiclient.Code), stored: make(map[string]bool), logins: make(map[string]bool), silent: make(map[string]bool)}
	t.Cleanup(func() {
		for call, replies := range f.script {
			if len(replies) > 0 {
				t.Errorf("%s was not answered with %s", call, replies)
			}
		}
	})
	return f
}

func (f *fake) says(call string, codes ...apiclient.Code) *fake {
	f.script[call] = append(f.script[call], codes...)
	return f
}

func (f *fake) AddPhone(ctx context.Context, p apiclient.Phone) apiclient.Reply {
	return f.call(ctx, "add", p, func(key string) apiclient.Code {
		if f.stored[key] {
			return apiclient.CodePhoneExists
		}
		f.stored[key] = !f.silent[p.Extension]
		f.logins[p.PhoneLogin] = f.stored[key]
		return apiclient.CodeAdded
	})
}

func (f *fake) ProbePhone(ctx context.Context, p apiclient.Phone) apiclient.Reply {
	return f.call(ctx, "probe", p, func(key string) apiclient.Code {
		if f.stored[key] {
			return apiclient.CodePhoneExists
		}
		return apiclient.CodeTimezone
	})
}

func (f *fake) DeletePhone(ctx context.Context, extension, serverIP string) apiclient.Reply {
	return f.call(ctx, "delete", apiclient.Phone{Extension: extension, ServerIP: serverIP}, func(key string) apiclient.Code {
		if !f.stored[key] {
			return apiclient.CodePhoneAbsent
		}
		delete(f.stored, key)
		return apiclient.CodeDeleted
	})
}

func (f *fake) RehearseUpdate(ctx context.Context, u apiclient.Update) apiclient.Reply {
	return f.change(ctx, "rehearse", u, apiclient.CodeWouldUpdate)
}

func (f *fake) UpdatePhone(ctx context.Context, u apiclient.Update) apiclient.Reply {
	return f.change(ctx, "update", u, apiclient.CodeUpdated)
}

func (f *fake) change(ctx context.Context, what string, u apiclient.Update, there apiclient.Code) apiclient.Reply {
	return f.call(ctx, what, u.Phone, func(key string) apiclient.Code {
		if !f.stored[key] {
			return apiclient.CodePhoneAbsent
		}
		return there
	})
}

func (f *fake) ProbeLogins(ctx context.Context, id string, logins []string) apiclient.Reply {
	known := 0
	r := f.call(ctx, "logins", apiclient.Phone{Extension: fmt.Sprint(len(logins))}, func(string) apiclient.Code {
		if f.untold {
			return apiclient.CodeLoginsUntold
		}
		for known < len(logins) && f.logins[logins[known]] {
			known++
		}
		return apiclient.CodeMemberAbsent
	})
	r.Known = known
	return r
}

func (f *fake) Version(ctx context.Context) apiclient.Reply {
	r := f.call(ctx, "version", apiclient.Phone{}, func(string) apiclient.Code { return apiclient.CodeVersion })
	if r.Code == apiclient.CodeVersion {
		r.Build = 241004
	}
	return r
}

func (f *fake) call(ctx context.Context, what string, p apiclient.Phone, natural func(key string) apiclient.Code) apiclient.Reply {
	what = strings.TrimSpace(what + " " + p.Extension)
	f.mu.Lock()
	n := len(f.calls)
	f.calls = append(f.calls, fakeCall{what: what, began: time.Now()})
	underWay := 0
	for _, c := range f.calls {
		if c.ended.IsZero() {
			underWay++
		}
	}
	f.most = max(f.most, underWay)
	var took time.Duration
	if f.takes != nil {
		took = f.takes()
	}
	f.mu.Unlock()
	time.Sleep(took)
	if f.hangs {
		<-ctx.Done()
		return apiclient.Reply{Code: apiclient.CodeLost, Err: context.Cause(ctx)}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	code := panics
	if f.down != "" {
		code = f.down
	} else if next := f.script[what]; len(next) > 0 {
		code, f.script[what] = next[0], next[1:]
	} else {
		code = natural(p.ServerIP + " " + p.Extension)
	}
	f.calls[n].ended, f.calls[n].later = time.Now(), len(f.calls)
	if code == panics {
		panic("hunter2x " + p.PhonePass.Reveal())
	}
	r := apiclient.Reply{Code: code}
	if code == apiclient.CodeLost || code == apiclient.CodeNeverSent {
		r.Err = errors.New("the line is down")
	}
	return r
}

// made returns the calls in the order in which they began.
func (f *fake) made() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := make([]string, len(f.calls))
	for i, c := range f.calls {
		list[i] = c.what
	}
	return list
}

// count returns the number of calls of one kind.
func (f *fake) count(kind string) (n int) {
	for _, what := range f.made() {
		if strings.HasPrefix(what, kind) {
			n++
		}
	}
	return n
}

// listed makes objects for n valid phones. Extension 1001 is in line 2.
func listed(n int) []*object.Object {
	rows := make([]*object.Object, n)
	for i := range rows {
		number := fmt.Sprint(1001 + i)
		rows[i] = object.ForPhone(i+2, &apiclient.Phone{
			Extension: number, DialplanNumber: number, VoicemailID: number, PhoneLogin: "L" + number, PhonePass: "Gx7kPq2w", ServerIP: "10.0.9.8",
			Protocol: "SIP", RegistrationPassword: "Rv4mTz9s", PhoneFullName: "Ann Lee", LocalGMT: "-5.00", OutboundCID: "7275551212",
		})
	}
	return rows
}

func newEngine(f *fake, rows []*object.Object, workers int) *Engine {
	e := New(rows, Options{Workers: workers, Run: "r1"})
	e.Connect(f, "fake", apiclient.Dialect{})
	return e
}

// refusing refuses the objects at the indexes, as pre-flight does.
func refusing(e *Engine, indexes ...int) *Engine {
	for _, i := range indexes {
		e.Refuse(i, codes.Cut, "too long", "shorten it")
	}
	return e
}

// outcomes returns status and code of each result, and checks the properties that every result has.
func outcomes(t *testing.T, e *Engine) []string {
	t.Helper()
	results := e.Results()
	if len(results) != len(e.items) {
		t.Fatalf("%d results for %d rows", len(results), len(e.items))
	}
	list := make([]string, len(results))
	for i, r := range results {
		list[i] = fmt.Sprintf("%s %s", r.Status, r.Code)
		if r.Line != e.items[i].object.Line || r.Kind != object.Phone || r.Run != "r1" || r.Status == "" || r.Code == "" || r.FinishedAt.IsZero() {
			t.Errorf("row %d: %+v", i, r)
		}
		if seen := fmt.Sprintf("%+v", r); strings.Contains(seen, "Gx7kPq2w") || strings.Contains(seen, "Rv4mTz9s") || strings.Contains(seen, "hunter") {
			t.Errorf("a password can be read in %s", seen)
		}
	}
	return list
}

// tally counts equal outcomes.
func tally(list []string) map[string]int {
	m := make(map[string]int)
	for _, s := range list {
		m[s]++
	}
	return m
}

func stopped(t *testing.T, err error) *StopError {
	t.Helper()
	var stop *StopError
	if !errors.As(err, &stop) {
		t.Fatalf("got %v, want a StopError", err)
	}
	return stop
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
