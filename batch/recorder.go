package batch

import (
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// A recorder writes a journal. It is a run.Ledger.
type recorder struct {
	key     ledger.Key
	journal *ledger.Journal // nil until something is about to be sent
}

// Asked implements run.Ledger.
func (r *recorder) Asked(row *preflight.Row, there bool) error {
	return r.journal.Asked(identity(&row.Phone), there)
}

// Claim implements run.Ledger.
func (r *recorder) Claim(rows []*preflight.Row) error {
	phones := make([]ledger.Sending, len(rows))
	for i, row := range rows {
		p := &row.Phone
		phones[i] = ledger.Sending{Identity: identity(p), PhoneLogin: p.PhoneLogin, Sum: r.sum(p), Line: row.Line}
	}
	return r.journal.Sending(phones)
}

// Flush implements run.Ledger.
func (r *recorder) Flush() error {
	if r.journal == nil {
		return nil
	}
	return r.journal.Flush()
}

// Sync implements run.Ledger.
func (r *recorder) Sync() error { return r.journal.Sync() }

// Settled implements run.Ledger. What was added with other values than the list has now was added all the same.
func (r *recorder) Settled(row *preflight.Row, result *object.Result) error {
	o := ledger.Outcome{
		Status: string(result.Status), Code: string(result.Code), Message: result.Message, Verified: string(result.Verified),
		Attempts: result.Attempts, DurationMS: result.Duration.Milliseconds(),
	}
	if result.Code == codes.Edited {
		o.Status = string(object.Added)
	}
	return r.journal.Settled(identity(&row.Phone), o, result.FinishedAt)
}

// Asked implements run.Ledger. What was asked before the first phone is sent waits in memory: see open.
func (s *Session) Asked(row *preflight.Row, there bool) error {
	if s.journal == nil {
		s.asked = append(s.asked, answer{identity(&row.Phone), there})
		return nil
	}
	return s.recorder.Asked(row, there)
}

// Claim implements run.Ledger.
func (s *Session) Claim(rows []*preflight.Row) error {
	if err := s.open(); err != nil {
		return err
	}
	return s.recorder.Claim(rows)
}

// Settled implements run.Ledger. Of a new run that could not begin its journal nothing was sent, and nothing is told.
func (s *Session) Settled(row *preflight.Row, result *object.Result) error {
	if s.journal == nil && s.Earlier == nil {
		return nil
	}
	if err := s.open(); err != nil {
		return err
	}
	return s.recorder.Settled(row, result)
}

// earlier is what the journal knows of a row.
func (s *Session) earlier(row *preflight.Row) run.Earlier {
	o := s.Earlier.Object(identity(&row.Phone))
	if o == nil {
		return run.Earlier{}
	}
	s.matched[o] = true
	was := run.Earlier{Claimed: o.Claimed, Absent: o.Absent, Result: resultOf(o)}
	was.Edited = o.Sum != "" && s.Earlier.KeyID == s.keyID() && o.Sum != s.sum(&row.Phone)
	return was
}

// Gone lists the phones that the earlier run has, or may have, added and that the list does not name any more.
func (s *Session) Gone() (phones []ledger.Identity) {
	if s == nil || s.Earlier == nil {
		return nil
	}
	for _, o := range s.Earlier.Objects {
		if !s.matched[o] && (o.Added() || o.Claimed) {
			phones = append(phones, o.Identity)
		}
	}
	return phones
}

// Known makes results of what a journal tells: all that is known of a run that was cut off.
func Known(h *ledger.History) []object.Result {
	var list []object.Result
	for _, o := range h.Objects {
		r := resultOf(o)
		switch {
		case r == nil && o.Claimed:
			r = &object.Result{
				Line: o.Line, Kind: object.Phone, Status: object.Unconfirmed, Code: codes.InDoubt, Message: run.AboutToBeSent, Hint: codes.Hint(codes.InDoubt),
				ServerIP: o.ServerIP, Extension: o.Extension, PhoneLogin: o.PhoneLogin,
			}
		case r == nil: // merely asked about
			continue
		}
		r.Dialer, r.Run = h.Dialer, h.ID
		list = append(list, *r)
	}
	return list
}

// resultOf makes a result of what a journal tells; nil where it tells none.
func resultOf(o *ledger.Object) *object.Result {
	if o.Outcome == nil {
		return nil
	}
	code := apiclient.Code(o.Outcome.Code)
	return &object.Result{
		Line: o.Line, Kind: object.Phone, Status: object.Status(o.Outcome.Status), Code: code, Message: o.Outcome.Message, Hint: codes.Hint(code),
		ServerIP: o.ServerIP, Extension: o.Extension, PhoneLogin: o.PhoneLogin, Verified: object.Verified(o.Outcome.Verified),
		Attempts: o.Outcome.Attempts, Duration: time.Duration(o.Outcome.DurationMS) * time.Millisecond, FinishedAt: o.At,
	}
}

// identity is what the dialer knows a phone by. Letters beyond ASCII, which only a dialer in non-latin mode keeps, stay: any
// other drops them of a question and a deletion as it did of the phone.
func identity(p *apiclient.Phone) ledger.Identity {
	stored := func(f apiclient.Field) string {
		spec, _ := apiclient.Dialect{NonLatin: true}.Spec(apiclient.AddPhone, f.String())
		return spec.Stored(p.Value(f))
	}
	return ledger.Identity{ServerIP: stored(apiclient.ServerIP), Extension: stored(apiclient.Extension)}
}

// sum is the keyed hash of a phone's values.
func (r *recorder) sum(p *apiclient.Phone) string {
	fields := apiclient.Fields()
	parts := make([]string, 0, 2*len(fields))
	for _, f := range fields {
		if v := p.Value(f); v != "" {
			parts = append(parts, f.String(), v)
		}
	}
	return r.key.Sum(parts...)
}

// keyID tells two keys apart without telling either.
func (r *recorder) keyID() string { return r.key.Sum("the key itself") }
