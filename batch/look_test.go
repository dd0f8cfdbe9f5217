package batch

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/run"
)

// A page is asked for again when the server allows it, but not later than GiveUp.
func TestAPageWaitsAsLongAsTheServerAsks(t *testing.T) {
	for asks, want := range map[time.Duration]time.Duration{0: 0, 2 * time.Minute: 2 * time.Minute, time.Hour: 5 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			j := importing(t, newDialer())
			j.Run.Retries, j.Run.GiveUp = 1, 5*time.Minute
			var reads []time.Time
			j.Viewer = func(ctx context.Context, c *apiclient.Client) (run.View, error) {
				if reads = append(reads, time.Now()); len(reads) == 1 {
					return nil, &apiclient.PageError{Reason: apiclient.PageBusy, Status: 503, RetryAfter: asks}
				}
				return ReadPhones(ctx, c)
			}
			if _, err := do(t, j, listOf(3)); err != nil || len(reads) < 2 {
				t.Fatalf("%v, %d reads", err, len(reads))
			}
			if waited := reads[1].Sub(reads[0]); waited < want || waited > want+2*time.Second {
				t.Errorf("asked for %s, waited %s", asks, waited)
			}
		})
	}
}
