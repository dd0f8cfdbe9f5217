// Package run brings rows to a dialer: it asks about each, adds them, and asks again. Rows come in, results come
// out, and every row ends in exactly one result whatever happens.
//
// One goroutine, the caller's, owns rows and results; workers only carry calls and hand their answers back.
package run

import (
	"context"
	"errors"
	"time"

	"golang.org/x/time/rate"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// A Dialer is what the engine needs of the API. Its methods may be called concurrently.
type Dialer interface {
	ProbePhone(ctx context.Context, p apiclient.Phone) apiclient.Reply
	AddPhone(ctx context.Context, p apiclient.Phone) apiclient.Reply
	DeletePhone(ctx context.Context, extension, serverIP string) apiclient.Reply
	Version(ctx context.Context) apiclient.Reply
}

// Options of a run.
type Options struct {
	Workers int
	Rate    float64 // requests a second over all workers, retries included; 0 is unlimited
	Retries int     // how often to try again what was never sent, and a question that got no answer
	// GiveUp is how long to wait for a dialer that has answered before, and how long for the truth about one row; 0
	// leaves a row whose answer was lost unconfirmed at once.
	GiveUp time.Duration
	// MaxFailures ends the run when more rows than that have failed; the zero value never does.
	MaxFailures MaxFailures
	Run         string // the run's id
	// Ledger is told of every row before and after it is sent. Nil keeps nothing.
	Ledger Ledger
	// Observe is told of each step of the work; called from the goroutine that runs the engine. May be nil.
	Observe func(Progress)
	// Again is told that the very first question brought nothing and is asked again after a while. May be nil.
	Again func(reply apiclient.Reply, after time.Duration)
}

// A Phase is a part of the work during which progress is counted anew.
type Phase string

// The phases, in their order.
const (
	Settling  Phase = "settling"
	Asking    Phase = "asking"
	Adding    Phase = "adding"
	Verifying Phase = "verifying"
	Deleting  Phase = "deleting"
)

// Progress says how far a phase is. The last one of a phase has Final set.
type Progress struct {
	Phase  Phase
	Done   int
	Total  int
	Failed int
	Final  bool
}

// ErrInterrupted is wrapped by the error of a run that somebody interrupted.
var ErrInterrupted = errors.New("interrupted")

// An item is one row on its way to a result.
type item struct {
	row    *preflight.Row
	result *object.Result
	asked  bool // the dialer was asked about it and said that it would take it

	claimed  bool          // the ledger knows that it is sent
	recorded object.Status // what the ledger was told last
	sent     time.Time     // the first time
	resent   int           // how often again
	missed   bool          // in doubt, it was looked for and not found
	tries    int           // calls in a row that came to nothing
	recalled bool          // an earlier run has sent it
	twin     bool          // an earlier row of the list means the same phone
	edited   bool          // an earlier run has sent it with other values
}

// doubtful says that an earlier run has left it in doubt.
func (it *item) doubtful() bool { return it.recalled && it.result.Status == object.Unconfirmed }

func (it *item) open() bool { return it.result.Status == "" }

// An Engine runs one list against one dialer. Its methods are called one after the other, from one goroutine.
type Engine struct {
	dialer   Dialer
	name     string // the dialer's
	dialect  apiclient.Dialect
	options  Options
	limiter  *rate.Limiter
	items    []item
	results  []object.Result  // of the items
	calls    int              // that have ended
	busy     time.Duration    // what they took together
	heard    bool             // the dialer has answered
	silent   int              // calls in a row that got no answer since
	since    time.Time        // when the first of them began
	paused   time.Time        // until when everybody stays away
	slot     time.Time        // when the next call may go out, once its place in the rate is taken
	sendable int              // rows that pre-flight has passed
	failed   int              // of them, those that count towards MaxFailures
	reopened bool             // the rows are those of an earlier run
	gated    bool             // the dialer has shown that it wants us
	dead     map[string]*item // servers and templates that the dialer does not know, and the row that showed it
}

// New makes an engine for the rows of a list, in the list's order. Invalid rows have their result at once.
func New(rows []*preflight.Row, o Options) *Engine {
	limit := rate.Inf
	if o.Rate > 0 {
		limit = rate.Limit(o.Rate)
	}
	if o.Observe == nil {
		o.Observe = func(Progress) {}
	}
	if o.Ledger == nil {
		o.Ledger = nowhere{}
	}
	e := &Engine{options: o, limiter: rate.NewLimiter(limit, 1), dead: make(map[string]*item)}
	e.items, e.results = make([]item, len(rows)), make([]object.Result, len(rows))
	for i, row := range rows {
		e.items[i] = item{row: row, result: &e.results[i]}
	}
	e.RefuseInvalid()
	e.markTwins()
	e.sendable = len(e.pending())
	return e
}

// Reopen makes an engine for the results of an earlier run, to Verify them: what it added, and what it left unconfirmed.
func Reopen(results []object.Result, o Options) *Engine {
	rows := make([]*preflight.Row, len(results))
	for i, r := range results {
		rows[i] = &preflight.Row{Line: r.Line, Phone: apiclient.Phone{Extension: r.Extension, ServerIP: r.ServerIP, PhoneLogin: r.PhoneLogin, PhoneFullName: r.PhoneFullName}}
	}
	e := New(rows, o)
	copy(e.results, results)
	e.reopened = true
	return e
}

// Run is the run's id.
func (e *Engine) Run() string { return e.options.Run }

// Connect names the dialer, before the first of Gate, Build, Ask, Add and Verify.
func (e *Engine) Connect(d Dialer, name string, dialect apiclient.Dialect) {
	e.dialer, e.name, e.dialect = d, name, dialect
}

// RefuseInvalid gives a result to rows that have become invalid since.
func (e *Engine) RefuseInvalid() {
	for i := range e.items {
		if it := &e.items[i]; it.row.Invalid && it.open() {
			code, message, hint := invalidResult(it.row)
			it.settle(object.Invalid, code, message, hint)
		}
	}
}

// settle gives a row its result.
func (it *item) settle(s object.Status, code apiclient.Code, message, hint string) {
	r := it.result
	r.Status, r.Code, r.Message, r.Hint, r.FinishedAt = s, code, message, hint, time.Now().UTC()
}

// reopen takes a row's result back.
func (it *item) reopen() {
	*it.result = object.Result{Attempts: it.result.Attempts, Duration: it.result.Duration}
}

// answer settles a row by what the dialer answered.
func (it *item) answer(s object.Status, reply apiclient.Reply) {
	it.settle(s, reply.Code, reply.Message(), codes.Hint(reply.Code))
}

// pending lists the rows that have no result yet.
func (e *Engine) pending() []*item {
	var list []*item
	for i := range e.items {
		if it := &e.items[i]; it.open() {
			list = append(list, it)
		}
	}
	return list
}

// SettleAsked gives the rows that the dialer would take the status ready: what a check found out holds, whatever ended it.
func (e *Engine) SettleAsked() {
	for _, it := range e.pending() {
		if it.asked {
			it.settle(object.Ready, codes.Ready, "", "")
		}
	}
}

// SettleRest gives every row that has no result yet the same one.
func (e *Engine) SettleRest(s object.Status, code apiclient.Code, message string) {
	for _, it := range e.pending() {
		it.settle(s, code, message, codes.Hint(code))
	}
}

// Results returns one result for each row, in the list's order. Call it when the run is over: rows that no result
// was found for are not_sent.
func (e *Engine) Results() []object.Result {
	e.SettleRest(object.NotSent, codes.Stopped, "the run ended before its turn")
	for _, it := range e.items {
		r, p := it.result, &it.row.Phone
		r.Line, r.Kind, r.Dialer, r.Run = it.row.Line, object.Phone, e.name, e.options.Run
		r.ServerIP, r.Extension, r.PhoneLogin, r.PhoneFullName = it.row.ShownServer(), p.Extension, p.PhoneLogin, p.PhoneFullName
	}
	return e.results
}
