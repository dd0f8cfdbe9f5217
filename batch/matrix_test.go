package batch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// A mixture is a list of faults for Inject.
type mixture struct {
	name   string
	faults string
	lossy  bool // the dialer may say SUCCESS and store nothing
	tough  bool // so many faults that --give-up may pass before a row in doubt is settled
}

// mixtures holds each fault alone at three shares, and all faults together.
func mixtures() (all []mixture) {
	names := []sandbox.Fault{
		sandbox.Reset, sandbox.LostReply, sandbox.HTTP500, sandbox.Empty500Stored, sandbox.HTML, sandbox.Slow, sandbox.SilentLoss,
	}
	for _, share := range []int{1, 10, 50} {
		tough := share == 50
		var together []string
		for _, name := range names {
			together = append(together, fmt.Sprintf("%s=%.4f%%", name, float64(share)/float64(len(names))))
			alone := fmt.Sprintf("%s=%d%%", name, share)
			all = append(all, mixture{alone, alone, name == sandbox.SilentLoss, tough})
		}
		all = append(all, mixture{fmt.Sprintf("together=%d%%", share), strings.Join(together, ","), true, tough})
	}
	// The call takes longer than the client's timeout: the answer is lost, and the call is done much later.
	// Calls that hang block every worker for minutes, so that rows in doubt wait for their turn.
	return append(all, mixture{"late=10%", "slow=10%:90s", false, true}, mixture{"late=50%", "slow=50%:90s", false, true})
}

func TestFaultMatrix(t *testing.T) {
	list := listOf(500)
	want := wanted(t, list)
	for _, m := range mixtures() {
		for seed := range seeds(len(readings)) {
			reading := readings[seed%len(readings)]
			t.Run(fmt.Sprintf("%s/%s/seed=%d", m.name, reading.name, seed), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					p := &passage{desk: newDesk(t), list: list, mixture: m, truth: truth{lossy: m.lossy, want: want}, viewer: reading.viewer()}
					p.bringThrough(t, uint64(seed)+1)
				})
			})
		}
	}
}

// readings are the ways in which an import looks at the dialer.
var readings = []struct {
	name   string
	viewer func() Viewer
}{
	{"pages at times", func() Viewer {
		random := rand.New(rand.NewPCG(1, 1))
		return func(ctx context.Context, c *apiclient.Client) (run.View, error) {
			if random.IntN(2) == 0 {
				return nil, &pages.NotReadableError{Reason: "half of the time"}
			}
			return ReadPhones(ctx, c)
		}
	}},
	{"pages", func() Viewer { return ReadPhones }},
	{"questions", func() Viewer { return nil }},
}

// A passage is one import while faults strike.
type passage struct {
	viewer Viewer
	*desk
	mixture
	truth
	dialer *dialer
	list   string
}

// bringThrough imports a list while faults strike, and resumes the run after the faults have ended.
func (p *passage) bringThrough(t *testing.T, seed uint64) {
	faults, err := sandbox.ParseFaults(p.faults)
	if err != nil {
		t.Fatal(err)
	}
	p.dialer = &dialer{Server: occupied(everyNinth(p.want)...), takes: 20 * time.Millisecond}
	p.before = held(p.dialer.Server)
	p.dialer.Inject(faults, seed)
	began := time.Now()
	out := p.insist(t)
	took := time.Since(began)
	p.dialer.Wait() // for calls that the dialer does after the client has given up
	p.now = held(p.dialer.Server)
	checkTruth(t, p.truth, out.Results)
	p.checkDoubts(t, out.Results, took)
	p.dialer.Inject(sandbox.Faults{}, seed)
	p.finish(t, out)
}

// insist imports the list, and repeats the run as long as its first request meets a fault.
func (p *passage) insist(t *testing.T) *Outcome {
	t.Helper()
	for range 30 {
		out, err := p.run(t, p.importing(t), p.list)
		var stop *run.StopError
		switch {
		case err == nil:
			return out
		case !errors.As(err, &stop) || !stop.First:
			t.Fatal(err)
		}
	}
	t.Fatal("the first request has failed thirty times")
	return nil
}

// importing returns the import of the passage.
func (p *passage) importing(t *testing.T) *Import {
	j := patient(t, p.dialer, 8)
	j.Viewer = p.viewer
	return j
}

// checkDoubts allows an unconfirmed row only if the dialer said SUCCESS and stored nothing, or if --give-up has passed.
func (p *passage) checkDoubts(t *testing.T, results []object.Result, took time.Duration) {
	t.Helper()
	lies := p.dialer.Struck()[sandbox.SilentLoss]
	for i := range results {
		switch r := &results[i]; {
		case r.Status != object.Unconfirmed:
		case r.Code == codes.StoredNothing:
			if lies--; lies < 0 {
				t.Errorf("line %d is %s, but SUCCESS was no lie", r.Line, r.Code)
			}
		case !p.tough || took < 5*time.Minute:
			t.Errorf("line %d is %s %s after %s", r.Line, r.Status, r.Code, took)
		}
	}
}

// finish resumes the run without faults: no row may be left.
func (p *passage) finish(t *testing.T, out *Outcome) {
	t.Helper()
	if left(out.Results)+p.unproven(out.Results) > 0 {
		var err error
		if out, err = p.run(t, p.importing(t), p.list); err != nil {
			t.Error(err)
		}
		p.now = held(p.dialer.Server)
		checkTruth(t, p.truth, out.Results)
		if n := left(out.Results); n > 0 {
			t.Errorf("without faults, %d rows are left: %v", n, tally(out.Results))
		}
	}
	p.checkRegister(t, p.truth)
	for i := range out.Results {
		if r := &out.Results[i]; !r.Done(true) || r.Verified == object.VerifiedNo {
			t.Errorf("in the end line %d is %s %s", r.Line, r.Status, r.Code)
		}
	}
	if diff := cmp.Diff(len(p.want), len(p.now)+p.unproven(out.Results)); diff != "" {
		t.Error("phones stored: ", diff)
	}
}

// everyNinth picks phones that the dialer holds beforehand.
func everyNinth(want rows) (extensions []string) {
	for n := 1001; n < 1001+len(want); n += 9 {
		extensions = append(extensions, fmt.Sprint(n))
	}
	return extensions
}
