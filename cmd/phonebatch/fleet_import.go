package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/files"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// importAll imports the list on all its dialers, and returns the error that the command ends with. Nothing is sent if
// the rows of one dialer have errors, or if nobody agrees to the plans of all. A dialer that is down keeps no other
// waiting.
func (fl *fleet) importAll() error {
	defer fl.close()
	fl.whole.dialers = fl.nights
	if err := fl.begin(); err != nil {
		return fl.whole.fail(fl.path, err)
	}
	reserved, err := fl.reserve()
	if err != nil {
		return fl.whole.fail(fl.path, err)
	}
	defer reserved.discard()
	if err := fl.credentials(reserved.results.Path); err != nil {
		return fl.whole.fail(fl.path, err)
	}
	together := batch.NewTogether(fl.whole.ctx, len(fl.parts), fl.confirm)
	together.SkipInvalid = fl.whole.skipInvalid
	stopping := fl.whole.tellOfStopping()
	fl.run(together, func(i int, p *part) error { return p.add(fl.whole.ctx, i, fl.text, together) })
	stopping()
	err = fl.tell(reserved)
	for _, p := range fl.parts[:1] {
		p.prune(fl.path, reserved.results.Path, p.session.Register)
	}
	return err
}

// begin makes the job of each part, and takes the lock of each dialer. The error is a usageError, or that of
// batch.Begin for the first dialer that cannot be had: then no lock is held for long, and nothing was sent.
func (fl *fleet) begin() error {
	sum := sha256.Sum256(fl.text)
	results := fl.whole.results.path
	if results == "" {
		results = files.ResultsPath(fl.path, fl.whole.results.dir, utcNow())
	}
	for _, p := range fl.parts {
		if err := fl.prepare(p); err != nil {
			return err
		}
		p.job.Run.MaxFailures = p.maxFailures.Limit
		p.readBack.apply(p.app, p.job)
		memory, err := p.recollect(fl.path)
		if err != nil {
			return err
		}
		if p.session, err = p.claim(memory, fl.path, hex.EncodeToString(sum[:]), results); err != nil {
			_ = memory.Register.Close() // the first error is more important
			return err
		}
		if p.session.Earlier != nil {
			results = p.session.Results
		}
		p.job.Memory, p.job.Dialer = p.session.Memory, p.session.Dialer
	}
	for _, p := range fl.parts { // one file has the results of all
		p.session.Results = results
	}
	return fl.everyDialer()
}

// everyDialer looks whether the list still names each dialer of its last run, if missing people are retired. The error
// is a *batch.NobodyLeftError or that of the register.
func (fl *fleet) everyDialer() error {
	for _, name := range fl.known {
		named := slices.ContainsFunc(fl.parts, func(p *part) bool { return p.name == name })
		if named || !fl.parts[0].missing.retire {
			continue
		}
		if err := fl.parts[0].job.Memory.SomebodyLeft(name); err != nil {
			return err
		}
	}
	return nil
}

// prepare makes the job of a part. The error is a usageError.
func (fl *fleet) prepare(p *part) (err error) {
	if p.job, err = p.importOptions.checkOptions.job(fl.path); err != nil {
		return err
	}
	p.job.Preflight.Dialers = fl.dialers(fl.known, p.name)
	p.job.Preflight.Dialers.Rest = p == fl.parts[0]
	return nil
}

// reserve reserves the files of the results, which hold the rows of all dialers.
func (fl *fleet) reserve() (*resultFiles, error) {
	var sessions []*batch.Session
	for _, p := range fl.parts {
		sessions = append(sessions, p.session)
	}
	return fl.whole.results.reserve(fl.path, &fl.parts[0].dialer, sessions...)
}

// credentials names the file of the passwords that are made: one file for all dialers, which has a column for the
// dialer.
func (fl *fleet) credentials(results string) (err error) {
	path := ""
	for _, p := range fl.parts {
		if len(p.list.generate) == 0 {
			continue
		}
		if p.list.credentials == "" {
			p.list.credentials = path
		}
		if p.session.Credentials, err = p.credentials(fl.path, results, p.session); err != nil {
			return err
		}
		path, p.job.Credentials = p.session.Credentials, shortPath(p.session.Credentials)
	}
	return nil
}

// add runs the import of one part.
func (p *part) add(ctx context.Context, i int, text []byte, together *batch.Together) (err error) {
	p.job.Dial = func(l *preflight.List) (*apiclient.Client, error) {
		if !p.yes && !p.canAsk(false) {
			return nil, errNobody
		}
		if err := together.Fit(i); err != nil {
			return nil, err
		}
		return p.dialing.client(l)
	}
	job := &batch.Import{
		Job: *p.job, NoProbe: p.noProbe, NoVerify: p.noVerify, First: p.first, Undoable: p.undoable, Delete: p.missing.deletes(), Session: p.session,
		Together: together, Part: i,
		Confirm: func(dialer string, plan run.Plan) error {
			return together.Agree(i, batch.Share{Dialer: dialer, Plan: plan})
		},
	}
	p.out, err = job.Do(ctx, bytes.NewReader(text))
	return err
}

// confirm prints the plans for all dialers and, without --yes, asks once for a yes. The error is that of ask.
func (fl *fleet) confirm(shares []batch.Share) error {
	var all run.Plan
	for _, s := range shares {
		fl.whole.say("%s", report.Plan(s.Dialer, s.Plan))
		all.Renewal.Phones += s.Plan.Renewal.Phones
		all.Renewal.People += s.Plan.Renewal.People
	}
	if fl.parts[0].yes {
		return nil
	}
	return fl.whole.ask(renewing("add them?", all), fl.path == "-")
}

// close releases the locks and closes the registers.
func (fl *fleet) close() {
	for _, p := range fl.parts {
		if p.session != nil {
			_ = p.session.Close()
			_ = p.session.Register.Close()
		}
	}
}
