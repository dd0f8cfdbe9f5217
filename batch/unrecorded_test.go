package batch

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// brittle is a ledger that keeps all in a session's journal, until a call of one method fails.
type brittle struct {
	*Session
	fails string // the method
	at    int    // which call of it

	mu      sync.Mutex
	calls   map[string]int
	claimed []string        // extensions
	durable map[string]bool // claimed, and the disk has caught up
	broken  error
}

var errDiskFull = errors.New("no space left on device")

// call counts a call of a method, and says whether it fails.
func (b *brittle) call(method string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls[method]++
	if method == b.fails && b.calls[method] == b.at {
		b.broken = errDiskFull
		return errDiskFull
	}
	return nil
}

func (b *brittle) Asked(row *preflight.Row, there bool) error {
	return errors.Join(b.call("asked"), b.Session.Asked(row, there))
}

func (b *brittle) Settled(row *preflight.Row, r *object.Result) error {
	return errors.Join(b.call("settled"), b.Session.Settled(row, r))
}

func (b *brittle) Claim(rows []*preflight.Row) error {
	if err := b.call("claim"); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, row := range rows {
		b.claimed = append(b.claimed, row.Phone.Extension)
	}
	return b.Session.Claim(rows)
}

func (b *brittle) Sync() error {
	b.mu.Lock()
	claimed := b.claimed
	b.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	if err := errors.Join(b.call("sync"), b.Session.Sync()); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, extension := range claimed {
		b.durable[extension] = true
	}
	return nil
}

// watch has every add_phone checked as it comes in: the disk knows of it, of each time anew. It counts the calls that come
// in after something has failed. Some rows are sent twice: of the first request the web server makes nothing.
func (b *brittle) watch(t *testing.T, d *dialer) (late *int) {
	late = new(int)
	failed := make(map[string]bool)
	d.takes = 20 * time.Millisecond
	d.instead = func(_ string, form url.Values) (int, string) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.broken != nil {
			*late++
		}
		extension := form.Get("extension")
		if form.Get("source") != "add" {
			return 0, ""
		}
		if !b.durable[extension] {
			t.Errorf("%s was sent, and the disk does not know", extension)
		}
		delete(b.durable, extension)
		if extension[3] != '5' || failed[extension] {
			return 0, ""
		}
		failed[extension] = true
		return http.StatusInternalServerError, ""
	}
	return late
}

func TestWhatCannotBeRecordedIsNotSent(t *testing.T) {
	const workers = 4
	list := listOf(60)
	want := wanted(t, list)
	for _, tt := range []struct {
		method string
		at     int
	}{{"asked", 1}, {"asked", 30}, {"claim", 1}, {"claim", 2}, {"sync", 1}, {"sync", 2}, {"settled", 1}, {"settled", 30}, {"settled", 62}} {
		t.Run(fmt.Sprint(tt), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, d := newDesk(t), newDialer()
				j := patient(t, d, workers)
				j.Run.Rate = 10 // few rows in each claim
				k.begin(t, j, k.claim())
				b := &brittle{Session: j.Session, fails: tt.method, at: tt.at, calls: make(map[string]int), durable: make(map[string]bool)}
				late := b.watch(t, d)
				j.Session, j.Run.Ledger = nil, b
				b.id = "r1"
				out, err := do(t, j, list)
				k.last.Close()
				var failed *run.LedgerError
				if !errors.As(err, &failed) || !errors.Is(err, errDiskFull) || *late > workers {
					t.Errorf("%v, and then %d calls", err, *late)
				}
				checkTruth(t, truth{now: held(d.Server), want: want}, out.Results)
				k.resumeToTheEnd(t, d, list, want)
			})
		})
	}
}

// The disk itself fails: of the journal's file nothing more is taken.
func TestAJournalThatIsGoneEndsTheRun(t *testing.T) {
	list := listOf(60)
	want := wanted(t, list)
	synctest.Test(t, func(t *testing.T) {
		k, d := newDesk(t), newDialer()
		j := patient(t, d, 4)
		k.begin(t, j, k.claim())
		d.takes = 20 * time.Millisecond
		d.instead = func(_ string, form url.Values) (int, string) {
			if form.Get("source") == "add" && form.Get("extension") == "1030" {
				_ = k.last.journal.Close()
			}
			return 0, ""
		}
		out, err := do(t, j, list)
		if failed := new(run.LedgerError); !errors.As(err, &failed) || d.count(adds) > 38 || k.last.End(out.Results) == nil {
			t.Errorf("%v, %d adds", err, d.count(adds))
		}
		k.last.Close()
		checkTruth(t, truth{now: held(d.Server), want: want}, out.Results)
		k.resumeToTheEnd(t, d, list, want)
	})
}

// resumeToTheEnd resumes a run with a disk that is whole again. A row of which the journal knows nothing was not sent.
func (k *desk) resumeToTheEnd(t *testing.T, d *dialer, list string, want rows) {
	t.Helper()
	d.instead = nil
	out, err := k.run(t, patient(t, d, 4), list)
	if err != nil {
		t.Error(err)
	}
	x := truth{now: held(d.Server), want: want}
	checkTruth(t, x, out.Results)
	k.checkJournal(t, x)
	if got := tally(out.Results); got["added added yes"] != len(want) {
		t.Errorf("the run that was resumed has %v", got)
	}
}
