package batch

import (
	"context"
	"errors"
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

// fleetList returns a list whose rows are for the dialers a and b in turn.
func fleetList(n int) string {
	var b strings.Builder
	b.WriteString("dialer," + strings.SplitN(rosterOf(1, nil).csv(), "\n", 2)[0] + "\n")
	for i, line := range strings.Split(strings.TrimSpace(rosterOf(n, nil).csv()), "\n")[1:] {
		b.WriteString(string("ab"[i%2]) + "," + line + "\n")
	}
	return b.String()
}

// importTogether imports a list on the dialers a and b, and returns the outcomes, the errors and the answers of
// confirm.
func importTogether(t *testing.T, list string, dialers [2]*dialer, answer error) (outs [2]*Outcome, errs [2]error, shares []Share) {
	together := NewTogether(t.Context(), 2, func(s []Share) error {
		shares = append(shares, s...)
		return answer
	})
	var wg sync.WaitGroup
	for i, d := range dialers {
		wg.Go(func() {
			j := importing(t, d)
			j.Preflight.Dialers = &preflight.Dialers{Names: []string{"a", "b"}, Takes: string("ab"[i]), Rest: i == 0}
			dial := j.Dial
			j.Dial = func(l *preflight.List) (*apiclient.Client, error) {
				if err := together.Fit(i); err != nil {
					return nil, err
				}
				return dial(l)
			}
			j.Confirm = func(_ string, p run.Plan) error { return together.Agree(i, Share{Dialer: string("ab"[i]), Plan: p}) }
			outs[i], errs[i] = j.Do(t.Context(), strings.NewReader(list))
			together.End(i, errs[i])
		})
	}
	wg.Wait()
	return outs, errs, shares
}

// Both dialers work at the same time, each row goes to its own, and one question is about both.
func TestImportsOfOneListWorkAtTheSameTime(t *testing.T) {
	alone := func(t *testing.T) time.Duration {
		d, began := newDialer(), time.Now()
		d.takes = time.Second
		if _, err := importing(t, d).Do(t.Context(), strings.NewReader(rosterOf(10, nil).csv())); err != nil {
			t.Fatal(err)
		}
		return time.Since(began)
	}
	synctest.Test(t, func(t *testing.T) {
		one, began := alone(t), time.Now()
		dialers := [2]*dialer{newDialer(), newDialer()}
		for _, d := range dialers {
			d.takes = time.Second
		}
		outs, errs, shares := importTogether(t, fleetList(20), dialers, nil)
		if took := time.Since(began); took != one {
			t.Errorf("two dialers with ten rows each took %s, one takes %s", took, one)
		}
		for i, out := range outs {
			if errs[i] != nil || tally(out.Results)["added added yes"] != 10 || len(dialers[i].Phones()) != 10 {
				t.Errorf("%d: %v, %v, %d phones", i, errs[i], tally(out.Results), len(dialers[i].Phones()))
			}
		}
		if len(shares) != 2 || shares[0].Add != 10 || shares[1].Add != 10 {
			t.Errorf("asked about %+v", shares)
		}
		whole := Whole(outs[:])
		lines := 0
		for i, r := range whole.Results {
			if r.Line != i+2 || r.Status != object.Added {
				t.Errorf("result %d: %+v", i, r)
			}
			lines++
		}
		if lines != 20 || whole.List.Total != 20 || len(whole.List.Rows) != 20 || len(whole.OfRows()) != 20 {
			t.Errorf("the whole has %d results, %d rows", lines, whole.List.Total)
		}
	})
}

// If a row of one dialer has errors, or if nobody agrees, nothing is sent to any dialer.
func TestOneListWithErrorsSendsNothingAnywhere(t *testing.T) {
	good := fleetList(6)
	for name, test := range map[string]struct {
		list   string
		answer error
		want   error
	}{
		"an error in a row of b":  {strings.Replace(good, "b,1002,", "b,,", 1), nil, ErrListHasErrors},
		"a row for nobody":        {strings.Replace(good, "b,1002,", "c,1002,", 1), nil, ErrListHasErrors},
		"a row without a dialer":  {strings.Replace(good, "b,1002,", ",1002,", 1), nil, ErrListHasErrors},
		"a record with bad cells": {good + "\"b,\n", nil, ErrListHasErrors},
		"nobody agrees":           {good, ErrDeclined, ErrDeclined},
	} {
		t.Run(name, func(t *testing.T) {
			dialers := [2]*dialer{newDialer(), newDialer()}
			outs, errs, _ := importTogether(t, test.list, dialers, test.answer)
			rows := 0
			for i, out := range outs {
				if !errors.Is(errs[i], test.want) || len(dialers[i].Phones()) > 0 {
					t.Errorf("%d: %v, %d phones", i, errs[i], len(dialers[i].Phones()))
				}
				rows += len(out.Results)
			}
			if want := strings.Count(test.list, "\n") - 1; rows != want {
				t.Errorf("%d results for %d rows", rows, want)
			}
		})
	}
}

// A dialer that is down keeps the other from nothing, and its rows are not sent.
func TestADialerThatIsDownLeavesTheOtherAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dialers := [2]*dialer{newDialer(), newDialer()}
		faults, err := sandbox.ParseFaults("reset=100%")
		if err != nil {
			t.Fatal(err)
		}
		dialers[0].Inject(faults, 1)
		outs, errs, shares := importTogether(t, fleetList(6), dialers, nil)
		var stop *run.StopError
		if !errors.As(errs[0], &stop) || tally(outs[0].Results)["not_sent run_stopped"] != 3 {
			t.Errorf("the dialer that is down: %v, %v", errs[0], tally(outs[0].Results))
		}
		if errs[1] != nil || tally(outs[1].Results)["added added yes"] != 3 || len(shares) != 1 {
			t.Errorf("the other: %v, %v, asked about %+v", errs[1], tally(outs[1].Results), shares)
		}
	})
}

// When the context ends, nobody waits for the others any more.
func TestNobodyWaitsAfterAnInterruption(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	together := NewTogether(ctx, 2, nil)
	interruption := errors.New("a signal")
	cancel(interruption)
	for _, err := range []error{together.Fit(0), together.Agree(0, Share{})} {
		if !errors.Is(err, interruption) {
			t.Error(err)
		}
	}
}
