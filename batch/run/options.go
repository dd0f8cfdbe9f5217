package run

import (
	"context"
	"errors"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/pace"
)

// A Dialer is the part of the API that the engine uses. Its methods must be safe for concurrent use.
type Dialer interface {
	ProbePhone(ctx context.Context, p apiclient.Phone) apiclient.Reply
	AddPhone(ctx context.Context, p apiclient.Phone) apiclient.Reply
	RehearseUpdate(ctx context.Context, u apiclient.Update) apiclient.Reply
	UpdatePhone(ctx context.Context, u apiclient.Update) apiclient.Reply
	DeletePhone(ctx context.Context, extension, serverIP string) apiclient.Reply
	ProbeLogins(ctx context.Context, id string, logins []string) apiclient.Reply
	ProbeAlias(ctx context.Context, id string) apiclient.Reply
	AddAlias(ctx context.Context, a apiclient.Alias) apiclient.Reply
	UpdateAlias(ctx context.Context, a apiclient.Alias) apiclient.Reply
	DeleteAlias(ctx context.Context, id string) apiclient.Reply
	Version(ctx context.Context) apiclient.Reply
}

// Options of a run. Only the goroutine that runs the engine calls the functions.
type Options struct {
	Workers int
	Rate    float64 // requests a second over all workers, retries included; 0 is unlimited
	// Pacer decides when requests go out. Nil means the fixed rate Rate. Plan always computes with Rate.
	Pacer   pace.Pacer
	Retries int // how often to repeat a call that was never sent, or a question that got no answer
	// GiveUp is how long to wait for a dialer that has answered before, and how long to look for one object whose
	// answer was lost. With 0, an object whose answer was lost is unconfirmed at once.
	GiveUp time.Duration
	// MaxFailures ends the run when more objects have failed; the zero value is no limit.
	MaxFailures Limit
	Run         string // the id of the run
	// Ledger records every object before and after it is sent. Nil means no records.
	Ledger Ledger
	// Known is called for an object that the dialer has already. If the caller knows nothing more about the object,
	// Known returns same. Otherwise the result, whose status stays exists, gets the code (codes.DiffersFromSent or
	// codes.TakenByOther) and the message. equal lists the fields in which the dialer is known to have the values of
	// the object. Known may be nil.
	Known func(o *object.Object, equal []apiclient.Field) (code apiclient.Code, message string, same bool)
	// Observe is called after each step of the work. Observe may be nil.
	Observe func(Progress)
	// Again is called when the first question of the run got no answer and will be repeated after a wait. Again may be
	// nil.
	Again func(reply apiclient.Reply, after time.Duration)
}

// A Phase is a part of the work. Progress is counted anew in each phase.
type Phase string

// The phases, in their order.
const (
	Settling  Phase = "settling"
	Asking    Phase = "asking"
	Comparing Phase = "comparing"
	Adding    Phase = "adding"
	Updating  Phase = "updating"
	Verifying Phase = "verifying"
	Deleting  Phase = "deleting"
)

// Progress is the state of a phase. The last Progress of a phase has Final set.
type Progress struct {
	Phase  Phase
	Done   int
	Total  int
	Failed int
	Final  bool
}

// ErrInterrupted is wrapped by the error of a run that a person has interrupted.
var ErrInterrupted = errors.New("interrupted")

// maxClaim is the most objects that one sync of the disk covers. A run that is killed leaves in doubt the objects that
// are claimed and not settled: those of one claim, and the rest of the claim before.
const maxClaim = 1024

// pacedClaim is the number of objects of one claim if a Pacer decides: a dialer answers about as many in a second.
const pacedClaim = 128

// claimSize returns about the number of objects that are sent in one or two seconds.
func (o *Options) claimSize() int {
	switch {
	case o.Pacer != nil:
		return pacedClaim
	case o.Rate > 0:
		return min(maxClaim, int(2*o.Rate))
	}
	return maxClaim
}
