package batch

import (
	"errors"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/ledger"
	"phonebatch/batch/preflight"
)

// keep writes down what was chosen, durably: choices into the journal of a run that has one, passwords into their file. made
// says that there are such passwords.
func (c *chooser) keep(l *preflight.List) (made bool, err error) {
	var choices []ledger.Choice
	var credentials []ledger.Credential
	for _, row := range l.Rows {
		w := c.byLine[row.Line]
		if w == nil || row.Invalid {
			continue
		}
		p := &row.Phone
		if (w.server || w.number) && !(w.again && c.job.Session.resumes()) {
			choices = append(choices, ledger.Choice{Record: w.record, Identity: identity(p)})
		}
		if len(w.generated) > 0 {
			credentials = append(credentials, w.credential(c, p))
		}
	}
	if s := c.job.Session; s != nil && len(choices) > 0 {
		if err := s.choose(choices); err != nil {
			return false, err
		}
	}
	if c.credentials == nil || len(credentials) == 0 {
		return false, nil
	}
	if err := errors.Join(c.credentials.Add(credentials), c.credentials.Sync()); err != nil {
		return false, fmt.Errorf("writing %s: %w", c.job.Credentials, err)
	}
	return true, nil
}

// credential is what a person needs to know of the passwords that were made.
func (w *want) credential(c *chooser, p *apiclient.Phone) ledger.Credential {
	made := ledger.Credential{
		Dialer: c.job.Dialer, ServerIP: p.ServerIP, Extension: p.Extension, PhoneLogin: p.PhoneLogin, PhoneFullName: p.PhoneFullName, Run: c.job.Run.Run,
	}
	for _, f := range w.generated {
		if f == apiclient.PhonePass {
			made.PhonePass = p.PhonePass
			continue
		}
		made.RegistrationPassword = p.RegistrationPassword
	}
	return made
}
