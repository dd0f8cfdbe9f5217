package batch

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/codes"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
)

// seeds are the draws that a random test is made with: few, or as many as BATCH_TEST_SEEDS says.
func seeds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("BATCH_TEST_SEEDS")); err == nil {
		return n
	}
	return few
}

// A desk is where one list is imported from, run after run: what is on disk outlives each of them.
type desk struct {
	state ledger.State
	dir   string
	runs  int
	last  *Session // ended or cut off
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	state, err := ledger.StateIn(filepath.Join(dir, "state"))
	if err != nil {
		t.Fatal(err)
	}
	return &desk{state: state, dir: dir}
}

// claim is that of an import with --resume, whose results go to a file of its own unless there is a run to go on with.
func (k *desk) claim() Claim {
	k.runs++
	return Claim{
		State: k.state, By: ledger.Me("phonebatch import agents.csv"), List: filepath.Join(k.dir, "agents.csv"), Dir: k.dir,
		Results: filepath.Join(k.dir, fmt.Sprintf("agents.results.%d.csv", k.runs)), Dialer: "https://dialer.example.com", Resume: true,
	}
}

// begin begins a session and gives it to the job.
func (k *desk) begin(t *testing.T, j *Job, c Claim) {
	t.Helper()
	s, err := Begin(c)
	if err != nil {
		t.Fatal(err)
	}
	j.Session, k.last = s, s
}

// run carries out a job from the claim to the end of the journal.
func (k *desk) run(t *testing.T, j *Job, list string) (*Outcome, error) {
	t.Helper()
	k.begin(t, j, k.claim())
	defer j.Session.Close()
	out, err := j.Do(t.Context(), strings.NewReader(list))
	if out == nil {
		t.Fatal(err)
	}
	sound(t, out)
	if err := j.Session.End(out.Results); err != nil {
		t.Error(err)
	}
	return out, err
}

// journal is the last session's, as it lies on disk.
func (k *desk) journal() string { return k.last.Results + ledger.Suffix }

func (k *desk) history(t *testing.T) *ledger.History {
	t.Helper()
	h, err := ledger.ReadFile(k.journal())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// lines are the whole ones of the journal, line ends included.
func (k *desk) lines(t *testing.T) [][]byte {
	t.Helper()
	text, err := os.ReadFile(k.journal())
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	return lines[:len(lines)-1]
}

// patient is a job with the pace and the patience that the command line has by default.
func patient(t *testing.T, d *dialer, workers int) *Job {
	j := importing(t, d)
	j.Run.Workers, j.Run.Retries, j.Run.GiveUp = workers, 3, 5*time.Minute
	return j
}

// rows are phones as a dialer holds them, by extension.
type rows map[string]map[string]string

func held(s *sandbox.Server) rows {
	m := make(rows)
	for _, row := range s.Phones() {
		m[row["extension"]] = row
	}
	return m
}

// wanted are the rows that a dialer holds once it has taken the whole list.
func wanted(t *testing.T, list string) rows {
	t.Helper()
	d := newDialer()
	j := importing(t, d)
	j.NoProbe, j.NoVerify = true, true
	if out, err := do(t, j, list); err != nil || len(d.Phones()) != len(out.Results) {
		t.Fatalf("%v, %d phones", err, len(d.Phones()))
	}
	return held(d.Server)
}

// occupied is a dialer that holds phones beforehand, with values of their own.
func occupied(extensions ...string) *sandbox.Server {
	f := sandbox.Default()
	for _, x := range extensions {
		f.State.Phones = append(f.State.Phones, map[string]string{"extension": x, "server_ip": "10.0.9.8", "login": "old" + x, "pass": "not the list's"})
	}
	return sandbox.New(f)
}

// A truth is what a dialer held before, what it holds now, and what the list wants it to hold.
type truth struct {
	before, now, want rows
	lossy             bool // the dialer may have said SUCCESS and stored nothing
}

// contradicts says in what a result differs from the truth; it is empty where it does not.
func (x truth) contradicts(r *object.Result) string {
	before, now := x.before[r.Extension] != nil, x.now[r.Extension] != nil
	switch {
	case r.Status == object.Added && before:
		return "it was there before"
	case r.Status == object.Added && !now && x.lossy && r.Verified == object.VerifiedUnknown: // as far as is known
	case r.Status == object.Added && !now:
		return "it is not there"
	case r.Status == object.Added && !maps.Equal(x.want[r.Extension], x.now[r.Extension]):
		return cmp.Diff(x.want[r.Extension], x.now[r.Extension])
	case r.Status == object.Exists && !before && !(now && r.Code == codes.CannotTell):
		return "it was not there before"
	case (r.Status == object.NotSent || r.Status == object.Refused || r.Status == object.Invalid) && now && !before:
		return "it is there"
	case r.Verified == object.VerifiedYes && !now:
		return "asked again, it was not there"
	case r.Verified == object.VerifiedNo && now:
		return "asked again, it was there"
	}
	return ""
}

// unproven counts the rows that are added by the dialer's word alone, and are not there.
func (x truth) unproven(results []object.Result) (n int) {
	for i := range results {
		if r := &results[i]; r.Status == object.Added && r.Verified == object.VerifiedUnknown && x.now[r.Extension] == nil {
			n++
		}
	}
	return n
}

// checkTruth compares all results with what the dialer holds.
func checkTruth(t *testing.T, x truth, results []object.Result) {
	t.Helper()
	for i := range results {
		if text := x.contradicts(&results[i]); text != "" {
			t.Errorf("line %d is %s %s (verified %q), but %s", results[i].Line, results[i].Status, results[i].Code, results[i].Verified, text)
		}
	}
}

// checkJournal compares what the journal calls added with what was stored: undo takes that, and nothing else.
func (k *desk) checkJournal(t *testing.T, x truth) {
	t.Helper()
	h := k.history(t)
	if h.Discarded || !h.Ended {
		t.Errorf("of the journal lines were discarded: %v; it is ended: %v", h.Discarded, h.Ended)
	}
	added := make(map[string]bool)
	var wrong []string
	for _, o := range h.Objects {
		added[o.Extension] = o.Added()
		if o.Added() && (x.before[o.Extension] != nil || x.now[o.Extension] == nil && !x.lossy) {
			wrong = append(wrong, "+"+o.Extension)
		}
	}
	for extension := range x.now {
		if x.before[extension] == nil && !added[extension] {
			wrong = append(wrong, "-"+extension)
		}
	}
	if len(wrong) > 0 {
		t.Errorf("the journal calls too many (+) or too few (-) added: %v", wrong)
	}
}

// chance makes random draws that a seed repeats.
func chance(seed int) *rand.Rand { return rand.New(rand.NewPCG(uint64(seed), 1)) }
