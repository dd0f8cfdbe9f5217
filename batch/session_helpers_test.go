package batch

import (
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
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// seeds returns the seeds of a random test: a few, or as many as BATCH_TEST_SEEDS says.
func seeds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("BATCH_TEST_SEEDS")); err == nil {
		return n
	}
	if testing.Short() {
		return (few + 3) / 4
	}
	return few
}

// A desk is the folder from which one list is imported in several runs. Its files outlive each run.
type desk struct {
	register *register.Register
	dir      string
	runs     int
	last     *Session // the last session, ended or cut off
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	k := &desk{dir: t.TempDir()}
	k.open(t)
	t.Cleanup(func() { _ = k.register.Close() })
	return k
}

// database returns the path of the register.
func (k *desk) database() string { return filepath.Join(k.dir, "state", "register.db") }

// open opens the register.
func (k *desk) open(t *testing.T) {
	t.Helper()
	r, err := register.Open(k.database())
	if err != nil {
		t.Fatal(err)
	}
	if k.register = r; r.Aside != "" {
		t.Errorf("a damaged register was set aside as %s", r.Aside)
	}
}

// everybody is a limit that lets all people of a list change.
func everybody(t *testing.T) run.Limit {
	t.Helper()
	limit, err := run.ParseLimit("100%")
	if err != nil {
		t.Fatal(err)
	}
	return limit
}

// claim returns the claim of an import with --resume. A new run has a results file of its own.
func (k *desk) claim() Claim {
	k.runs++
	return Claim{
		Memory: Memory{Register: k.register, Dialer: "https://dialer.example.com", List: filepath.Join(k.dir, "agents.csv")},
		By:     register.Me("phonebatch import agents.csv"), Resume: true,
		Results: filepath.Join(k.dir, fmt.Sprintf("agents.results.%d.csv", k.runs)),
	}
}

// begin begins a session and gives it to the job. The id of a new run is r and the number of the claim.
func (k *desk) begin(t *testing.T, j *Import, c Claim) {
	t.Helper()
	s, err := Begin(c)
	if err != nil {
		t.Fatal(err)
	}
	s.Credentials = j.Credentials
	j.Session, j.Memory, k.last = s, s.Memory, s
	j.Run.Run = fmt.Sprintf("r%d", k.runs)
}

// run runs an import from the claim to the end of the run.
func (k *desk) run(t *testing.T, j *Import, list string) (*Outcome, error) {
	t.Helper()
	return k.runAs(t, j, k.claim(), list)
}

// runAs is run with a given claim.
func (k *desk) runAs(t *testing.T, j *Import, c Claim, list string) (*Outcome, error) {
	t.Helper()
	k.begin(t, j, c)
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

// entries returns the entries of a run, by extension; none for a run that the register does not know.
func (k *desk) entries(t *testing.T, id string) (list map[string]*register.Object, damaged int) {
	t.Helper()
	list = make(map[string]*register.Object)
	_, known, err := k.register.Run(id)
	if known && err == nil {
		damaged, err = k.register.Objects(id, func(o *register.Object) { list[o.Name] = o })
	}
	if err != nil {
		t.Fatal(err)
	}
	return list, damaged
}

// sent returns what a run has sent, and its results as the register knows them.
func (k *desk) sent(t *testing.T, id string) (Sent, []object.Result) {
	t.Helper()
	this, _, err := k.register.Run(id)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := SentBy(k.register, this)
	if err != nil {
		t.Fatal(err)
	}
	results, _, err := Known(k.register, this)
	if err != nil {
		t.Fatal(err)
	}
	return sent, results
}

// patient returns an import with the default pace and patience of the command line.
func patient(t *testing.T, d *dialer, workers int) *Import {
	j := importing(t, d)
	j.Run.Workers, j.Run.Retries, j.Run.GiveUp = workers, 3, 5*time.Minute
	return j
}

// A rows holds the phones of a dialer, by extension.
type rows map[string]map[string]string

func held(s *sandbox.Server) rows {
	m := make(rows)
	for _, row := range s.Phones() {
		m[row["extension"]] = row
	}
	return m
}

// wanted returns the rows of a dialer that has taken the whole list.
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

// occupied returns a dialer that already has phones with other values.
func occupied(extensions ...string) *sandbox.Server {
	f := sandbox.Default()
	for _, x := range extensions {
		f.State.Phones = append(f.State.Phones, map[string]string{"extension": x, "server_ip": "10.0.9.8", "login": "old" + x, "pass": "not the list's"})
	}
	return sandbox.New(f)
}

// A truth holds the rows of a dialer before and after a run, and the rows that the list wants.
type truth struct {
	before, now, want rows
	lossy             bool // the dialer may have said SUCCESS and stored nothing
}

// contradicts says how a result differs from the truth. It returns "" if the result is true.
func (x truth) contradicts(r *object.Result) string {
	before, now := x.before[r.Extension] != nil, x.now[r.Extension] != nil
	switch {
	case r.Status == object.Added && before:
		return "it was there before"
	case r.Status == object.Added && !now && x.lossy && r.Verified == object.VerifiedUnknown: // added by the word of the dialer
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

// unproven counts the rows that are added only by the word of the dialer and are not there.
func (x truth) unproven(results []object.Result) (n int) {
	for i := range results {
		if r := &results[i]; r.Status == object.Added && r.Verified == object.VerifiedUnknown && x.now[r.Extension] == nil {
			n++
		}
	}
	return n
}

// checkTruth compares all results with the phones of the dialer.
func checkTruth(t *testing.T, x truth, results []object.Result) {
	t.Helper()
	for i := range results {
		if text := x.contradicts(&results[i]); text != "" {
			t.Errorf("line %d is %s %s (verified %q), but %s", results[i].Line, results[i].Status, results[i].Code, results[i].Verified, text)
		}
	}
}

// checkRegister compares the phones that the register lists as added by the last run with the stored phones. An undo
// deletes exactly these phones.
func (k *desk) checkRegister(t *testing.T, x truth) {
	t.Helper()
	this, known, err := k.register.Run(k.last.ID())
	if err != nil || !known || this.Ended.IsZero() {
		t.Errorf("the run is known: %v; it has ended at %s; %v", known, this.Ended, err)
	}
	entries, damaged := k.entries(t, k.last.ID())
	if damaged > 0 {
		t.Errorf("%d rows are damaged", damaged)
	}
	var wrong []string
	for extension, o := range entries {
		if o.Added() && (x.before[extension] != nil || x.now[extension] == nil && !x.lossy) {
			wrong = append(wrong, "+"+extension)
		}
	}
	for extension := range x.now {
		if o := entries[extension]; x.before[extension] == nil && (o == nil || !o.Added()) {
			wrong = append(wrong, "-"+extension)
		}
	}
	if len(wrong) > 0 {
		t.Errorf("the register calls too many (+) or too few (-) added: %v", wrong)
	}
}

// chance makes random draws that depend on a seed.
func chance(seed int) *rand.Rand { return rand.New(rand.NewPCG(uint64(seed), 1)) }
