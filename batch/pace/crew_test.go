package pace

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestNoMoreCallsAreUnderWayThanWorkers(t *testing.T) {
	for workers, want := range map[int]int{0: 1, 1: 1, 3: 3, 8: 8, 200: 100} {
		synctest.Test(t, func(t *testing.T) {
			b := &bench{}
			must(t, do(t.Context(), options(workers), b, jobs(100, time.Second)))
			if b.most != want || len(b.calls) != 100 {
				t.Errorf("%d workers: %d calls, %d at once", workers, len(b.calls), b.most)
			}
		})
	}
}

func TestAnErrandWithoutUnitsIsOver(t *testing.T) {
	flushed := 0
	o := options(4)
	o.Flush = func() error { flushed++; return nil }
	must(t, do(t.Context(), o, &bench{}, nil))
	if flushed != 1 {
		t.Errorf("flushed %d times", flushed)
	}
}

func TestTheTasksOfAUnitGoOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, list := &bench{}, jobs(20, time.Second)
		list[1].answers = []answer{silent} // so there is a second call for 1 before the call for 2
		units := [][]*job{list[:10], list[10:]}
		must(t, New[*job](options(4)).Do(t.Context(), errand{
			Units: units,
			Call:  b.call,
			Done: func(o outcome) (next, error) {
				if o.Answer == silent {
					return next{Call: o.Call, After: time.Minute}, nil
				}
				return next{}, nil
			},
		}))
		first := slices.DeleteFunc(b.names(), func(n string) bool { return len(n) > 1 })
		if d := cmp.Diff([]string{"0", "1", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, first); d != "" || b.most != 2 {
			t.Errorf("%d at once: %s", b.most, d)
		}
	})
}

func TestATaskThatWaitsHoldsNoWorker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, list := &bench{}, jobs(10, time.Second)
		waited := make(map[string]bool)
		began := time.Now()
		must(t, New[*job](options(1)).Do(t.Context(), errand{
			Units: alone(list),
			Call:  b.call,
			Done: func(o outcome) (next, error) {
				if waited[o.Task.name] {
					return next{}, nil
				}
				waited[o.Task.name] = true
				return next{Call: o.Call, After: 10 * time.Second}, nil
			},
		}))
		if took := time.Since(began); took != 21*time.Second || len(b.calls) != 20 {
			t.Errorf("%d calls in %s", len(b.calls), took)
		}
	})
}

func TestAPanicIsTheAnswerForItsTask(t *testing.T) {
	b, list := &bench{}, jobs(3, 0)
	list[1].answers = []answer{{panicked: "hunter2"}}
	var got []string
	must(t, New[*job](options(1)).Do(t.Context(), errand{
		Units: alone(list),
		Call:  b.call,
		Done: func(o outcome) (next, error) {
			got = append(got, o.Task.name+o.Answer.panicked)
			return next{}, nil
		},
	}))
	if d := cmp.Diff([]string{"0", "1caught", "2"}, got); d != "" {
		t.Error(d)
	}
}

func TestALastAnswerHaltsTheWorkersAtOnce(t *testing.T) {
	for _, workers := range []int{1, 4, 8} {
		synctest.Test(t, func(t *testing.T) {
			b, list := &bench{}, jobs(100, time.Second)
			list[40].answers = []answer{{reading: Reading{Voice: Heard, Last: true}}}
			errLast := errors.New("last")
			err := New[*job](options(workers)).Do(t.Context(), errand{
				Units: alone(list),
				Call:  b.call,
				Done: func(o outcome) (next, error) {
					time.Sleep(time.Minute) // a slow owner
					if o.Answer.reading.Last {
						return next{}, errLast
					}
					return next{}, nil
				},
			})
			i := slices.Index(b.names(), "40")
			after := 0
			for _, c := range b.calls {
				if c.began.After(b.calls[i].ended) {
					after++
				}
			}
			if !errors.Is(err, errLast) || after > 0 {
				t.Errorf("%d workers: %v, %d calls began afterwards", workers, err, after)
			}
		})
	}
}

func TestOnceTeachesThePacerAndCatchesAPanic(t *testing.T) {
	p := &alternate{}
	o := options(4)
	o.Pacer = p
	c := New[*job](o)
	for _, want := range []string{"", "caught"} {
		j := &job{}
		if want != "" {
			j.answers = []answer{{panicked: "x"}}
		}
		if a, err := c.Once(t.Context(), (&bench{}).call, j); err != nil || a.panicked != want {
			t.Errorf("got %+v, %v", a, err)
		}
	}
	if p.learned != 2 {
		t.Errorf("the pacer learned from %d calls", p.learned)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	b := &bench{}
	if _, err := c.Once(ended, b.call, &job{}); !errors.Is(err, context.Canceled) || len(b.calls) != 0 {
		t.Errorf("%v, %d calls", err, len(b.calls))
	}
}
