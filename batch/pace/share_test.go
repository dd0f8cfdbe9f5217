package pace

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestShareIsTheTimeThatACallAdds(t *testing.T) {
	for name, tt := range map[string]struct {
		pacer Pacer
		want  time.Duration
	}{
		"four at once":                 {AtMost(0), 25 * time.Millisecond},
		"a fixed rate":                 {AtMost(5), 200 * time.Millisecond},
		"one at a time, with a pause":  {&alternate{}, 200 * time.Millisecond},
		"a gentle pace":                {Gentle(4), 200 * time.Millisecond},
		"one at a time, without pause": {stubborn{}, 100 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			o := options(4)
			o.Pacer = tt.pacer
			c, b := New[*job](o), &bench{}
			if c.Share() != 0 {
				t.Errorf("%s: %s before the first call", name, c.Share())
			}
			errands := func(n int) {
				list := jobs(n, 100*time.Millisecond)
				must(t, c.Do(t.Context(), errand{Units: alone(list), Call: b.call, Done: once}))
			}
			errands(1)
			if got := c.Share(); got != 100*time.Millisecond {
				t.Errorf("%s: %s after one call", name, got)
			}
			errands(400)
			errands(3)
			time.Sleep(time.Hour)
			if got := c.Share(); (got - tt.want).Abs() > tt.want/100 {
				t.Errorf("%s: %s, want %s", name, got, tt.want)
			}
		})
	}
}

func TestShareHasNoRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, list := options(4), jobs(100, 100*time.Millisecond)
		c, b := New[*job](o), &bench{}
		for _, j := range list[40:60] {
			j.answers = []answer{silent}
		}
		late := list[99]
		began := time.Now()
		must(t, c.Do(t.Context(), errand{Units: alone(list), Call: b.call, Done: func(o outcome) (next, error) {
			if o.Task == late {
				late = nil
				return next{Call: o.Call, After: time.Minute}, nil
			}
			return next{}, nil
		}}))
		if took := time.Since(began); took < 90*time.Second {
			t.Errorf("patience and the late task took only %s", took)
		}
		if got := c.Share(); got < 20*time.Millisecond || got > 30*time.Millisecond {
			t.Errorf("a call adds %s, want about 25ms", got)
		}
	})
}

func TestShareHasNoPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, b := New[*job](options(4)), &bench{}
		for _, call := range []struct {
			make        func(context.Context, Call[*job, answer], *job) (answer, error)
			takes, want time.Duration
		}{{c.Aside, 5 * time.Second, 0}, {c.Once, ms, ms}, {c.Aside, 5 * time.Second, ms}} {
			_, err := call.make(t.Context(), b.call, jobs(1, call.takes)[0])
			must(t, err)
			if got := c.Share(); got != call.want {
				t.Errorf("%s after a call of %s, want %s", got, call.takes, call.want)
			}
		}
	})
}
