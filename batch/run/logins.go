package run

import (
	"cmp"
	"context"
	"strings"
	"sync/atomic"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// A roll verifies objects that this run has added by their logins, many with one question. If a phone has the login,
// the dialer has stored the object: when the run added the object, no phone had the login (contract/API.md, check 8).
// If no phone has the login, the object needs a question of its own.
type roll struct {
	engine *Engine
	track  *tracker
	id     string        // the alias_id of the questions
	place  map[*item]int // the index in parts, by the task of the unit; constant while calls are under way
	parts  [][]*item     // the objects that are still to be asked about; the owner changes a part between its calls
	left   []*item       // the objects that need a question of their own
	untold atomic.Bool   // the dialer does not answer such questions
}

// verifyLogins verifies objects by their logins, and returns those that need a question of their own. Errors are those
// of Add.
func (e *Engine) verifyLogins(ctx context.Context, rows []*item, track *tracker) (left []*item, err error) {
	r := &roll{engine: e, track: track, id: aliasID(e.options.Run), place: make(map[*item]int)}
	units := r.divide(rows)
	err = e.each(ctx, errand{Units: units, Call: r.ask, Done: r.take})
	for _, part := range r.parts {
		r.left = append(r.left, part...)
	}
	return r.left, err
}

// divide divides objects into parts, and returns a unit for each part. The task of a unit is the first object of the
// part. A login of several objects proves nothing about any of them.
func (r *roll) divide(rows []*item) (units [][]*item) {
	owners := make(map[string]int, len(rows))
	for i := range r.engine.items {
		owners[r.engine.login(&r.engine.items[i])]++
	}
	var fit []*item
	for _, it := range rows {
		login := r.engine.login(it)
		if it.object.Kind != object.Phone || login == "" || owners[login] > 1 || strings.Contains(login, ",") || it.result.Status != object.Added {
			r.left = append(r.left, it)
			continue
		}
		fit = append(fit, it)
	}
	for len(fit) > 0 {
		n := min(len(fit), apiclient.MaxLogins)
		r.place[fit[0]] = len(r.parts)
		r.parts, units = append(r.parts, fit[:n:n]), append(units, fit[:1:1])
		fit = fit[n:]
	}
	return units
}

// parts returns the number of questions that ask for a number of logins.
func parts(logins int) int { return (logins + apiclient.MaxLogins - 1) / apiclient.MaxLogins }

// ask asks about a part.
func (r *roll) ask(ctx context.Context, first *item) apiclient.Reply {
	if r.untold.Load() {
		return apiclient.Reply{Code: apiclient.CodeLoginsUntold}
	}
	part := r.parts[r.place[first]]
	logins := make([]string, len(part))
	for i, it := range part {
		logins[i] = it.object.Phone.PhoneLogin
	}
	return r.engine.line.dialer.ProbeLogins(ctx, r.id, logins)
}

// take takes the answer about a part. The part keeps the objects about which the dialer has said nothing.
func (r *roll) take(o outcome) (next, error) {
	part := &r.parts[r.place[o.Task]]
	switch code := o.Answer.Code; {
	case endsTheRun(code):
		first := (*part)[0]
		first.result.Verified = object.VerifiedUnknown
		return next{}, &StopError{Reply: o.Answer, Line: first.object.Line}
	case code == apiclient.CodeLoginsUntold:
		r.untold.Store(true)
	case code != apiclient.CodeMemberAbsent:
		if again, ok := r.engine.retry(o); ok {
			return again, nil
		}
	default:
		if err := r.prove((*part)[:o.Answer.Known]); err != nil {
			return next{}, err
		}
		if *part = (*part)[o.Answer.Known:]; len(*part) == 0 {
			return next{}, nil
		}
		r.left, *part = append(r.left, (*part)[0]), (*part)[1:]
		if len(*part) > 0 {
			return next{Call: r.ask}, nil
		}
	}
	return next{}, nil
}

// prove records that phones have the logins of objects.
func (r *roll) prove(list []*item) error {
	for _, it := range list {
		it.result.Verified = object.VerifiedYes
		r.track.step(false)
		if err := cmp.Or(r.engine.record(it), r.engine.tooMany(it)); err != nil {
			return err
		}
	}
	return nil
}

// aliasID returns the alias_id for the questions of a run: at most 20 letters and digits, nearly all of them those of
// the end of the run's id.
func aliasID(run string) string {
	text := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, run)
	return "pb" + text[max(0, len(text)-18):]
}
