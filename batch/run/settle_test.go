package run

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
)

const (
	gotLost  = apiclient.CodeLost
	gotNever = apiclient.CodeNeverSent
	gotThere = apiclient.CodePhoneExists
	gotNone  = apiclient.CodeTimezone
)

// patient returns an engine that settles doubts, for up to five minutes a row.
func patient(f Dialer, rows, workers int) *Engine {
	e := New(listed(rows), Options{Workers: workers, Retries: 3, GiveUp: 5 * time.Minute, Run: "r1"})
	e.Connect(f, "fake", apiclient.Dialect{})
	return e
}

// store adds phones to the dialer.
func (f *fake) store(extensions ...string) {
	for _, x := range extensions {
		f.stored["10.0.9.8 "+x] = true
	}
}

// timed returns the calls, each with the time at which it began.
func (f *fake) timed(began time.Time) (list []string) {
	for _, c := range f.calls {
		list = append(list, fmt.Sprintf("%s %s", c.began.Sub(began), c.what))
	}
	return list
}

// doubts are the ways of a row whose add_phone got no answer.
var doubts = []struct {
	name          string
	adds          []apiclient.Code // the answers to the adds; later adds get the natural answer
	probes        []apiclient.Code // the answers to the looks; later looks get the natural answer
	stored, blind bool             // the first add stores the phone; the dialer was not asked before
	want          string
	calls         string
}{
	{name: "it is there", adds: list(gotLost), stored: true, want: "added added", calls: "0s add, 2s probe"},
	{name: "whatever was unclear", adds: list(apiclient.CodeEmpty), stored: true, want: "added added", calls: "0s add, 2s probe"},
	{
		name: "it is absent twice", adds: list(gotLost), want: "added added",
		calls: "0s add, 2s probe, 7s probe, 7s add",
	},
	{
		name: "it comes late", adds: list(gotLost), probes: list(gotNone, gotThere), want: "added added",
		calls: "0s add, 2s probe, 7s probe",
	},
	{
		name: "it comes later still", adds: list(gotLost, gotThere), want: "added added",
		calls: "0s add, 2s probe, 7s probe, 7s add",
	},
	{
		name: "it is lost twice", adds: list(gotLost, gotLost), want: "added added",
		calls: "0s add, 2s probe, 7s probe, 7s add, 11s probe, 16s probe, 16s add",
	},
	{
		name: "sent again it never left", adds: list(gotLost, gotNever), want: "added added",
		calls: "0s add, 2s probe, 7s probe, 7s add, 11s probe, 16s probe, 16s add",
	},
	{
		name: "sent again it is refused", adds: list(gotLost, apiclient.CodeLoginExists), want: "refused login_exists",
		calls: "0s add, 2s probe, 7s probe, 7s add",
	},
	{name: "nobody asked", adds: list(gotLost), stored: true, blind: true, want: "exists cannot_tell", calls: "0s add, 2s probe"},
	{
		name: "nobody asked, and it is absent twice", adds: list(gotLost, gotLost), probes: list(gotNone, gotNone, gotThere), blind: true, want: "added added",
		calls: "0s add, 2s probe, 7s probe, 7s add, 11s probe",
	},
	{
		name: "give-up passes", adds: slices.Repeat(list(gotLost), 9), want: "unconfirmed answer_lost",
		calls: "0s add, 2s probe, 7s probe, 7s add, 11s probe, 16s probe, 16s add, 24s probe, 29s probe, 29s add, 45s probe, 50s probe, 50s add, " +
			"1m22s probe, 1m27s probe, 1m27s add, 2m27s probe, 2m32s probe, 2m32s add, 3m32s probe, 3m37s probe, 3m37s add, 4m37s probe, 4m42s probe, 4m42s add, 5m42s probe",
	},
}

func TestARowInDoubtIsSettled(t *testing.T) {
	for _, tt := range doubts {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				e := patient(f, 1, 4)
				if !tt.blind {
					asked(t, f, e)
				}
				if tt.stored {
					f.store("1001")
				}
				f.says("add 1001", tt.adds...).says("probe 1001", tt.probes...)
				began := time.Now()
				must(t, e.Add(t.Context()))
				if d := cmp.Diff([]string{tt.want}, outcomes(t, e)); d != "" {
					t.Error(d)
				}
				calls := strings.ReplaceAll(strings.Join(f.timed(began), ", "), " 1001", "")
				if d := cmp.Diff(tt.calls, calls); d != "" {
					t.Error(d)
				}
				if n := f.count("add"); e.Results()[0].Attempts != n {
					t.Errorf("%d attempts, %d adds", e.Results()[0].Attempts, n)
				}
			})
		})
	}
}

func list(c ...apiclient.Code) []apiclient.Code { return c }

func TestWithoutPatienceADoubtStays(t *testing.T) {
	f := newFake(t).says("add 1001", gotLost)
	e := patient(f, 1, 4)
	e.options.GiveUp = 0
	asked(t, f, e)
	must(t, e.Add(t.Context()))
	if d := cmp.Diff([]string{"unconfirmed answer_lost"}, outcomes(t, e)); d != "" || len(f.calls) != 1 {
		t.Error(d, f.made())
	}
}

// If the ten rows waited one after the other, that would take 20 or 70 seconds. After each lost answer there is also a
// pause of up to half a second for all workers.
func TestRowsInDoubtHoldNoWorker(t *testing.T) {
	for stored, most := range map[bool]time.Duration{true: 10 * time.Second, false: 17 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t)
			e := patient(f, 20, 1)
			asked(t, f, e)
			for n := 1001; n <= 1020; n += 2 {
				f.says(fmt.Sprint("add ", n), gotLost)
				if stored {
					f.store(fmt.Sprint(n))
				}
			}
			f.takes = steady
			began := time.Now()
			must(t, e.Add(t.Context()))
			if d := cmp.Diff(map[string]int{"added added": 20}, tally(outcomes(t, e))); d != "" {
				t.Error(d)
			}
			if took := time.Since(began); took > most {
				t.Errorf("stored %v: it took %s", stored, took)
			}
		})
	}
}

func TestWhatWasNeverSentIsTriedAgain(t *testing.T) {
	for failures, want := range map[int]string{3: "added added", 4: "not_sent never_sent"} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t).says("add 1001", slices.Repeat(list(gotNever), failures)...)
			e := patient(f, 1, 4)
			asked(t, f, e)
			must(t, e.Add(t.Context()))
			if d := cmp.Diff([]string{want}, outcomes(t, e)); d != "" || len(f.calls) != 4 {
				t.Error(d, f.made())
			}
			for i, longest := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second} {
				if gap := f.calls[i+1].began.Sub(f.calls[i].began); gap < longest/2 || gap > longest {
					t.Errorf("try %d begins %s after the one before", i+2, gap)
				}
			}
		})
	}
}
