package batch

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// A pair is two dialers, a and b, with the nights of one list for both.
type pair struct {
	desk    *desk
	dialers [2]*dialer
}

// night imports a list on both dialers and retires missing people. It returns what became of the rows and of the
// phones, as DIALER EXTENSION STATUS CODE.
func (p *pair) night(t *testing.T, list string) (got []string) {
	t.Helper()
	together := NewTogether(t.Context(), 2, func([]Share) error { return nil })
	var outs [2]*Outcome
	var imports [2]*Import
	for i, d := range p.dialers {
		j, name := patient(t, d, 1), string("ab"[i])
		j.Key, j.Together, j.Part = []string{"Staff No"}, together, i
		j.Run.GiveUp, j.Run.Retries = time.Second, 1
		j.Preflight.Dialers = &preflight.Dialers{Names: []string{"a", "b"}, Takes: name, Rest: i == 0}
		dial := j.Dial
		j.Dial = func(l *preflight.List) (*apiclient.Client, error) {
			if err := together.Fit(i); err != nil {
				return nil, err
			}
			return dial(l)
		}
		j.Confirm = func(_ string, plan run.Plan) error { return together.Agree(i, Share{Dialer: name, Plan: plan}) }
		c := p.desk.claim()
		c.Dialer, c.RetireMissing, c.NewDialer, c.MaxChange = name, true, true, everybody(t)
		p.desk.begin(t, j, c)
		j.Job.Dialer, imports[i] = name, j
	}
	var wg sync.WaitGroup
	for i, j := range imports {
		wg.Go(func() {
			var err error
			outs[i], err = j.Do(t.Context(), strings.NewReader(list))
			together.End(i, err)
		})
	}
	wg.Wait()
	for i, out := range outs {
		if out == nil {
			t.Fatalf("%d has no outcome", i)
		}
		if err := errors.Join(imports[i].Session.End(out.Results), imports[i].Session.Close()); err != nil {
			t.Fatal(err)
		}
		for _, r := range out.Results {
			got = append(got, strings.Join([]string{string("ab"[i]), r.Extension, string(r.Status), string(r.Code)}, " "))
		}
	}
	return got
}

// staffOn returns the people of staff; the letters of on say on which dialer each is.
func staffOn(on string) string {
	lines := strings.SplitAfter(staff, "\n")
	list := "dialer," + lines[0]
	for i, letter := range on {
		list += string(letter) + "," + lines[i+1]
	}
	return list
}

// Somebody who moves from one dialer to another is retired on the old one once the new one has the phone: in the same
// night, however slow the new one is, or in a later one if it is down.
func TestWhoMovesKeepsAPhone(t *testing.T) {
	for name, test := range map[string]struct {
		slow, down    bool
		first, second string // what becomes of the old phone
	}{
		"both are up":     {first: "a 2001 retired updated"},
		"the new is slow": {slow: true, first: "a 2001 retired updated"},
		"the new is down": {down: true, first: "a 2001 refused not_moved", second: "a 2001 retired updated"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &pair{newDesk(t), [2]*dialer{newDialer(), newDialer()}}
			p.night(t, staffOn("aaba"))
			if test.slow {
				p.dialers[1].takes = 20 * time.Millisecond
			}
			if test.down {
				p.inject(t, "reset=100%")
			}
			of := func(list []string) string {
				for _, r := range list {
					if strings.HasPrefix(r, "a 2001") {
						return r
					}
				}
				return ""
			}
			if got := p.night(t, staffOn("baba")); of(got) != test.first {
				t.Errorf("the night of the move: %v", got)
			}
			if is, want := held(p.dialers[0].Server)["2001"]["active"], map[bool]string{true: "Y", false: "N"}[test.down]; is != want {
				t.Errorf("the old phone's active is %s, want %s", is, want)
			}
			p.inject(t, "")
			if got := p.night(t, staffOn("baba")); of(got) != test.second || !slices.Contains(got, "b 2001 exists extension_exists") && !test.down {
				t.Errorf("the night after: %v", got)
			}
			if held(p.dialers[0].Server)["2001"]["active"] != "N" || held(p.dialers[1].Server)["2001"]["active"] != "Y" {
				t.Error("the person has not moved")
			}
		})
	}
}

// inject gives the dialer b faults, or takes them away.
func (p *pair) inject(t *testing.T, faults string) {
	t.Helper()
	f, err := sandbox.ParseFaults(faults)
	if err != nil {
		t.Fatal(err)
	}
	p.dialers[1].Inject(f, 1)
}

// The others are waited for if somebody moves, and not otherwise. An import whose people nobody knows may have anybody.
func TestOnlyWhoMovesIsWaitedFor(t *testing.T) {
	ann, bo := object.Person{Kind: "key", Key: "7"}, object.Person{Kind: "key", Key: "8"}
	is := func(who object.Person) func(object.Person) bool {
		return func(p object.Person) bool { return p == who }
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		together := NewTogether(ctx, 3, nil)
		together.Name(0, nil)
		together.Name(1, []object.Person{ann})
		together.Name(2, nil)
		if late, unknown, err := together.NotYet(0, is(bo)); len(late) > 0 || unknown || err != nil {
			t.Errorf("Bo moves nowhere: %v, %t, %v", late, unknown, err)
		}
		began := time.Now()
		go func() {
			time.Sleep(time.Minute)
			together.Stored(0, nil)
			together.End(2, nil)
			together.Stored(1, []bool{true})
		}()
		if late, unknown, err := together.NotYet(0, is(ann)); len(late) > 0 || unknown || err != nil || time.Since(began) < time.Minute {
			t.Errorf("Ann has moved: %v, %t, %v", late, unknown, err)
		}
		another := NewTogether(ctx, 2, nil)
		another.Name(0, nil)
		another.End(1, errors.New("down"))
		if _, unknown, err := another.NotYet(0, is(bo)); !unknown || err != nil {
			t.Errorf("nobody knows the people: %t, %v", unknown, err)
		}
	})
}
