package main

import (
	"bytes"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/preflight"
)

// checkAll checks the list for all its dialers, and returns the error that the command ends with. A check that asks the
// dialers asks none of them if the rows of one dialer have errors.
func (fl *fleet) checkAll() error {
	reserved, err := fl.reserveIfAsked()
	if err != nil {
		return err
	}
	if reserved != nil {
		defer reserved.discard()
	}
	for _, p := range fl.parts {
		p.online = fl.whole.online
		if err := fl.prepare(p); err != nil {
			return fl.whole.fail(fl.path, err)
		}
		p.job.Preflight.Keep = true // the whole of the list is put together from the rows
		if !p.online {
			continue
		}
		p.readBack.apply(p.app, p.job)
		memory, err := p.recollect(fl.path)
		if err != nil {
			return fl.whole.fail(fl.path, err)
		}
		defer memory.Register.Close()
		p.job.Memory, p.job.Dialer = memory, memory.Dialer
	}
	if fl.whole.online {
		if err := fl.everyDialer(); err != nil {
			return fl.whole.fail(fl.path, err)
		}
	}
	together := batch.NewTogether(fl.whole.ctx, len(fl.parts), nil)
	together.SkipInvalid = fl.whole.skipInvalid
	fl.run(together, func(i int, p *part) (err error) {
		p.job.Dial = func(l *preflight.List) (*apiclient.Client, error) {
			if err := together.Fit(i); err != nil {
				return nil, err
			}
			return p.dialing.client(l)
		}
		check := &batch.Check{Job: *p.job, Online: p.online, Delete: p.missing.deletes()}
		p.out, err = check.Do(fl.whole.ctx, bytes.NewReader(fl.text))
		return err
	})
	return fl.tell(reserved)
}

// reserveIfAsked reserves the files of the results, if the user wants any.
func (fl *fleet) reserveIfAsked() (*resultFiles, error) {
	if !fl.whole.results.asked() {
		return nil, nil
	}
	reserved, err := fl.whole.results.reserve(fl.path, &fl.parts[0].dialer)
	if err == nil {
		reserved.warnings = true
	}
	return reserved, err
}
