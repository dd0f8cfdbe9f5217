package pace

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"
)

// An answer of the fake dialer: its Reading, or the text with which the call panics.
type answer struct {
	reading  Reading
	panicked string
}

var heard = answer{reading: Reading{Voice: Heard}}

var silent = answer{reading: Reading{Voice: Silent}}

// A job is the fake task. Each call takes a time. The calls get the answers in turn, and heard after the last one.
type job struct {
	name    string
	takes   time.Duration
	answers []answer
}

type (
	outcome = Outcome[*job, answer]
	next    = Next[*job, answer]
	errand  = Errand[*job, answer]
)

// A made is one call, with its times.
type made struct {
	name         string
	began, ended time.Time
}

// A bench makes the calls of a test and counts them.
type bench struct {
	mu    sync.Mutex
	calls []made
	under int  // calls under way
	most  int  // the most calls that were under way at once
	hangs bool // a call ends only with its context
}

func (b *bench) call(ctx context.Context, j *job) answer {
	b.mu.Lock()
	n := len(b.calls)
	b.calls = append(b.calls, made{name: j.name, began: time.Now()})
	b.under++
	b.most = max(b.most, b.under)
	hangs := b.hangs
	b.mu.Unlock()
	time.Sleep(j.takes)
	if hangs {
		<-ctx.Done()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.under--
	b.calls[n].ended = time.Now()
	a := heard
	if len(j.answers) > 0 {
		a, j.answers = j.answers[0], j.answers[1:]
	}
	if a.panicked != "" {
		panic(a.panicked)
	}
	return a
}

// names lists the calls in the order in which they began.
func (b *bench) names() (list []string) {
	for _, c := range b.calls {
		list = append(list, c.name)
	}
	return list
}

func options(workers int) Options[answer] {
	return Options[answer]{
		Workers: workers, Pacer: AtMost(0), Grace: 10 * time.Second, Claims: 1024,
		Read:     func(a answer) Reading { return a.reading },
		Panicked: func(any) answer { return answer{panicked: "caught"} },
	}
}

// jobs makes n jobs, named by their numbers from 0 on.
func jobs(n int, takes time.Duration) []*job {
	list := make([]*job, n)
	for i := range list {
		list[i] = &job{name: fmt.Sprint(i), takes: takes}
	}
	return list
}

func alone(list []*job) (units [][]*job) {
	for i := range list {
		units = append(units, list[i:i+1])
	}
	return units
}

func once(outcome) (next, error) { return next{}, nil }

// do carries out an errand with one call for each job.
func do(ctx context.Context, o Options[answer], b *bench, list []*job) error {
	return New[*job](o).Do(ctx, errand{Units: alone(list), Call: b.call, Done: once})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
