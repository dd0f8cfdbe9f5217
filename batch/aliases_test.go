package batch

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// People get phones on more and more servers while faults strike and others change the dialer: every result is true, no
// alias is cut, no inactive phone comes into an alias, aliases of others stay, and undo brings everything back.
func TestAliasesAreTrueAndCanBeUndone(t *testing.T) {
	mixes := []string{"", "reset=10%,lost-reply=10%,http500=10%", "empty500-stored=20%,html=10%,slow=10%:90s", "lost-reply=40%"}
	for seed := range seeds(12) {
		for _, mix := range mixes {
			for _, reading := range readings[1:] {
				t.Run(fmt.Sprintf("seed=%d/%s/%s", seed, mix, reading.name), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { newCluster(t, seed, reading.viewer()).spend(t, mix) })
				})
			}
		}
	}
}

// spend imports the list with two servers, lets others change the dialer, and imports with a third server and more
// people while faults strike. Then it resumes that run and takes it back.
func (c *cluster) spend(t *testing.T, mix string) {
	if _, err := c.night(t, 2); err != nil {
		t.Fatal(err)
	}
	c.intrude()
	c.people += 3
	before := c.snapshot()
	faults, err := sandbox.ParseFaults(mix)
	if err != nil {
		t.Fatal(err)
	}
	c.dialer.Inject(faults, c.random.Uint64())
	out, err := c.night(t, 3)
	c.dialer.Wait()
	c.dialer.Inject(sandbox.Faults{}, 1)
	if err == nil {
		c.check(t, before, out.Results, 3, mix != "")
	}
	first := c.last.ID()
	if out, err = c.night(t, 3); err != nil { // resumes the run if it is open
		t.Fatal(err)
	}
	c.check(t, before, out.Results, 3, false)
	for _, id := range slices.Compact([]string{c.last.ID(), first}) {
		c.undo(t, id)
	}
	if d := cmp.Diff(before, c.snapshot(), cmp.AllowUnexported(snapshot{})); d != "" && !c.blind {
		t.Error("after undo:", d)
	}
}

// A user without the right to delete takes nothing back, and the undo says so.
func TestUndoOfAliasesWithoutTheRightToDelete(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster(t, 1, ReadPhones)
		if _, err := c.night(t, 2); err != nil {
			t.Fatal(err)
		}
		before := c.snapshot()
		this, _, err := c.register.Run(c.last.ID())
		if err != nil {
			t.Fatal(err)
		}
		u, err := BeginUndo(c.register, register.Me("test"), this, this.Dialer)
		if err != nil {
			t.Fatal(err)
		}
		defer u.Close()
		client := c.dialer.clientOf(t, "8888", "1234")
		_, err = u.Do(t.Context(), client, run.Options{Workers: 1, Retries: 3, GiveUp: time.Minute, Run: "u"}, func(run.Plan) error { return nil })
		var stop *run.StopError
		if !errors.As(err, &stop) || stop.Reply.Code != apiclient.CodeMayNotDelete {
			t.Errorf("%v", err)
		}
		if d := cmp.Diff(before, c.snapshot(), cmp.AllowUnexported(snapshot{})); d != "" {
			t.Error(d)
		}
	})
}
