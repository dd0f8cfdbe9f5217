package main

import (
	"time"

	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch/pace"
	"phonebatch/batch/run"
)

// The values of --pace.
const (
	gentlePace = "gentle"
	fastPace   = "fast"
)

// paceFlags limit the load on the dialer.
type paceFlags struct {
	flags            *pflag.FlagSet
	workers, retries int
	pace             choice
	rate             rate
	timeout, giveUp  time.Duration
}

func (p *paceFlags) addTo(f *pflag.FlagSet) {
	p.flags = f
	p.pace = choice{gentlePace, []string{gentlePace, fastPace}}
	f.Var(&p.pace, "pace", env("pace", "gentle: after each call, leave the dialer alone for as long as the call took it; fast: as many calls at once as the dialer answers quickly"))
	f.IntVar(&p.workers, "workers", 4, env("workers", "number of calls at the same time, at most; with --pace fast the default is 8"))
	f.Var(&p.rate, "rate", env("rate", "in place of --pace: requests per second of all workers together, such as 10/s; 0 means no limit"))
	f.DurationVar(&p.timeout, "timeout", 30*time.Second, env("timeout", "how long to wait for one answer"))
	f.IntVar(&p.retries, "retries", 3, env("retries", "how often to repeat a request that was never sent, or a question without an answer"))
	f.DurationVar(&p.giveUp, "give-up", 5*time.Minute, env("give-up", "stop when a dialer that has answered before gives no answer for this time; also the time limit for finding out about a row whose answer was lost"))
}

// run returns the options of a run at this pace. id is the id of the run. The engine calls observe and retrying as it
// calls Observe and Again of run.Options.
func (p *paceFlags) run(id string, observe func(run.Progress), retrying func(apiclient.Reply, time.Duration)) run.Options {
	o := run.Options{Workers: p.workers, Rate: p.rate.perSecond, Retries: p.retries, GiveUp: p.giveUp, Run: id, Observe: observe, Again: retrying}
	switch {
	case p.fixed():
	case p.pace.value == fastPace:
		o.Pacer = pace.Fast(p.workers)
	default:
		o.Pacer = pace.Gentle(p.workers)
	}
	return o
}

// unlimited removes the limits of the options of a run if the user has set none.
func (p *paceFlags) unlimited(o *run.Options) {
	if !p.wanted("rate") && !p.wanted("pace") {
		o.Rate, o.Pacer = 0, nil
	}
}

// wanted says whether the user has set a flag for this run: the entry of a dialer is for that dialer.
func (p *paceFlags) wanted(flag string) bool { return p.changed(flag) && p.place(flag) != dialerEntry }

// fixed says whether --rate decides when requests go out, and not --pace. The one that comes from the earlier place
// decides.
func (p *paceFlags) fixed() bool {
	return p.changed("rate") && (!p.changed("pace") || p.place("rate") < p.place("pace"))
}

func (p *paceFlags) changed(flag string) bool { return p.flags.Changed(flag) }

func (p *paceFlags) place(flag string) place { return placeOf(p.flags.Lookup(flag)) }

// perSecond returns the number of requests a second for a command that makes few requests and has no run.
func (p *paceFlags) perSecond() float64 {
	if p.fixed() {
		return p.rate.perSecond
	}
	return fewRequests
}

// fewRequests is the pace of perSecond without --rate.
const fewRequests = 10

// The greatest numbers of workers: maxGentle cannot lock the API user if the password becomes wrong during a run,
// because ten failed logins lock the user (contract/API.md, check 1).
const (
	maxGentle  = 8
	maxWorkers = 1000
)

// finalize checks the flags. The error is a usageError.
func (p *paceFlags) finalize(warn func(string, ...any)) error {
	if !p.changed("workers") && p.pace.value == fastPace && !p.fixed() {
		p.workers = maxGentle
	}
	switch {
	case p.workers < 1 || p.workers > maxWorkers:
		return usage("--workers must be from 1 to 1000", "")
	case p.timeout <= 0:
		return usage("--timeout must be more than 0", "")
	case p.retries < 0:
		return usage("--retries must not be negative", "")
	case p.giveUp <= 0:
		return usage("--give-up must be more than 0", "")
	case p.changed("rate") && p.changed("pace") && p.place("rate") == p.place("pace"):
		return usage("--pace and --rate exclude each other", "pass --rate for a fixed number of requests a second, or --pace for one that follows the dialer")
	}
	if p.workers > maxGentle {
		warn("with more than %d workers, a login that stops working during the run can lock the API user", maxGentle)
	}
	return nil
}
