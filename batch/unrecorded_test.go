package batch

import (
	"database/sql"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/batch/run"
)

// A witness reads the register's database during each request, as another process would after a kill.
type witness struct {
	db *sql.DB
}

// onDisk says whether the database has a claim of a phone without an outcome, and whether the phone was sent before.
func (w witness) onDisk(t *testing.T, extension string) (is, again bool) {
	t.Helper()
	err := w.db.QueryRow("SELECT claimed = 1 AND status IS NULL, first IS NOT NULL FROM objects WHERE name = ? ORDER BY id DESC", extension).Scan(&is, &again)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Error(err)
	}
	return is, again
}

// watch checks every add_phone when it comes in: its claim must be on disk. Some rows are sent twice, because the web
// server drops their first request. Each sending needs a new claim.
func (k *desk) watch(t *testing.T, d *dialer) {
	w := witness{k.look(t)}
	failed := make(map[string]bool)
	d.takes = 20 * time.Millisecond
	d.instead = func(_ string, form url.Values) (int, string) {
		extension := form.Get("extension")
		if form.Get("source") != "add" {
			return 0, ""
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		if is, again := w.onDisk(t, extension); !is || again != failed[extension] {
			t.Errorf("%s was sent, and the disk says: about to be sent %v, again %v", extension, is, again)
		}
		if extension[3] != '5' || failed[extension] {
			return 0, ""
		}
		failed[extension] = true
		return http.StatusInternalServerError, ""
	}
}

// A disk error ends the run: nothing is sent without a record. A run that is resumed on a working disk knows of every
// phone.
func TestWhatCannotBeRecordedIsNotSent(t *testing.T) {
	const workers = 4
	list := listOf(60)
	want := wanted(t, list)
	for name, tt := range map[string]struct {
		fails string // when writing fails
		sent  int    // greatest number of phones that are sent
		ends  bool   // only the end of the run cannot be recorded
	}{
		"the run":                {"INSERT ON runs", 0, false},
		"the first claim":        {"INSERT ON objects", 0, false},
		"the second claim":       {"INSERT ON objects WHEN NEW.line = 30", 20, false},
		"the first outcome":      {"UPDATE ON objects WHEN NEW.status IS NOT NULL", 1 + 2*workers, false},
		"an outcome":             {"UPDATE ON objects WHEN NEW.line = 31 AND NEW.status IS NOT NULL", 30 + 2*workers, false},
		"the last outcome":       {"UPDATE ON objects WHEN NEW.line = 61 AND NEW.status IS NOT NULL", 60, false},
		"a phone that is resent": {"UPDATE ON objects WHEN NEW.first IS NOT NULL", 60, false},
		"the end":                {"UPDATE ON runs WHEN NEW.ended IS NOT NULL", 60, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, d := newDesk(t), newDialer()
				j := patient(t, d, workers)
				j.Run.Rate = 10 // few rows in each claim
				k.begin(t, j, k.claim())
				k.watch(t, d)
				k.alter(t, "CREATE TRIGGER full BEFORE "+tt.fails+" BEGIN SELECT RAISE(ABORT, 'no space left on device'); END")
				out, err := do(t, j, list)
				var failed *run.LedgerError
				if errors.As(err, &failed) == tt.ends || tt.ends && err != nil {
					t.Errorf("%v", err)
				}
				phones := make(map[string]bool)
				for _, call := range d.calls {
					if len(call) > len(adds) && call[:len(adds)] == adds {
						phones[call] = true
					}
				}
				if len(phones) > tt.sent {
					t.Errorf("%d phones were sent", len(phones))
				}
				if k.last.Touched() && k.last.End(out.Results) == nil {
					t.Error("the end of the run is recorded")
				}
				k.last.Close()
				checkTruth(t, truth{now: held(d.Server), want: want}, out.Results)
				k.alter(t, "DROP TRIGGER full")
				k.resumeToTheEnd(t, d, list, want)
			})
		})
	}
}

// The register's table is dropped in the middle of the run. After that, each of the four workers makes three calls at
// most: outcomes are written after 20 ms, and a call takes 20 ms.
func TestARegisterThatIsGoneEndsTheRun(t *testing.T) {
	list := listOf(60)
	want := wanted(t, list)
	synctest.Test(t, func(t *testing.T) {
		k, d := newDesk(t), newDialer()
		j := patient(t, d, 4)
		k.begin(t, j, k.claim())
		d.takes = 20 * time.Millisecond
		d.instead = func(_ string, form url.Values) (int, string) {
			if form.Get("source") == "add" && form.Get("extension") == "1030" {
				k.alter(t, "ALTER TABLE objects RENAME TO gone")
			}
			return 0, ""
		}
		out, err := do(t, j, list)
		if failed := new(run.LedgerError); !errors.As(err, &failed) || d.count(adds) > 30+3*4 || k.last.End(out.Results) == nil {
			t.Errorf("%v, %d adds", err, d.count(adds))
		}
		k.last.Close()
		checkTruth(t, truth{now: held(d.Server), want: want}, out.Results)
		k.alter(t, "ALTER TABLE gone RENAME TO objects")
		k.resumeToTheEnd(t, d, list, want)
	})
}

// resumeToTheEnd resumes a run on a working disk. A row without an entry in the register was not sent.
func (k *desk) resumeToTheEnd(t *testing.T, d *dialer, list string, want rows) {
	t.Helper()
	d.instead = nil
	out, err := k.run(t, patient(t, d, 4), list)
	if err != nil {
		t.Error(err)
	}
	x := truth{now: held(d.Server), want: want}
	checkTruth(t, x, out.Results)
	k.checkRegister(t, x)
	if got := tally(out.Results); got["added added yes"] != len(want) {
		t.Errorf("the run that was resumed has %v", got)
	}
}
