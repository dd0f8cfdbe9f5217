package assign

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/preflight"
)

// WantsNumbers says whether a person needs a number that must be checked with the dialer.
func (p *Plan) WantsNumbers() bool {
	for _, who := range p.people {
		if who.wantsNumber() && !who.kept {
			return true
		}
	}
	return false
}

// NewPeople counts the people who need a number and never had one.
func (p *Plan) NewPeople() (n int) {
	for _, who := range p.people {
		if who.wantsNumber() && !who.kept && who.before == "" {
			n++
		}
	}
	return n
}

// Forget takes back the numbers that were chosen without asking a dialer. Numbers that people already have stay.
func (p *Plan) Forget() {
	p.numbers.next = 0
	for _, who := range p.people {
		if !who.kept {
			who.number = ""
		}
	}
}

// Number gives a number to each person who needs one: the earlier number if it is free, or else the next number that
// is free on all servers of the person. free asks the dialer and returns for each phone whether it is free. If free is
// nil, every number that the list does not use counts as free. The error is a *NumbersError, or that of free.
func (p *Plan) Number(free func([]apiclient.Phone) ([]bool, error)) error {
	var left []*person
	for _, who := range p.people {
		if who.number == "" && who.wantsNumber() {
			left = append(left, who)
		}
	}
	for first := true; len(left) > 0; first = false {
		candidates, err := p.candidates(left, first, free != nil)
		if err != nil {
			return err
		}
		if left, err = settle(left, candidates, free); err != nil {
			return err
		}
	}
	return nil
}

// candidates returns a number to try for each person: in the first round the person's earlier number, if there is one.
func (p *Plan) candidates(left []*person, first, asked bool) ([]string, error) {
	list := make([]string, len(left))
	for i, who := range left {
		if first && who.before != "" {
			list[i] = who.before
			continue
		}
		number, ok := p.numbers.take()
		if !ok {
			return nil, &NumbersError{From: p.numbers.from, To: p.numbers.to, People: len(left) - i, Asked: asked}
		}
		list[i] = number
	}
	return list, nil
}

// settle gives the free candidates to their people, and returns the people who are still without a number.
func settle(people []*person, candidates []string, free func([]apiclient.Phone) ([]bool, error)) (left []*person, err error) {
	var phones []apiclient.Phone
	var owner []int
	for i, who := range people {
		for _, a := range who.rows {
			if a.wantsNumber {
				phones = append(phones, apiclient.Phone{Extension: candidates[i], PhoneLogin: candidates[i] + a.suffix, ServerIP: a.server})
				owner = append(owner, i)
			}
		}
	}
	taken := make([]bool, len(people))
	if free != nil {
		answers, err := free(phones)
		if err != nil {
			return nil, err
		}
		for i, ok := range answers {
			taken[owner[i]] = taken[owner[i]] || !ok
		}
	}
	for i, who := range people {
		if taken[i] {
			left = append(left, who)
			continue
		}
		who.number = candidates[i]
	}
	return left, nil
}

// WithoutNumbers removes from the rows of a list the numbers that were filled in before the dialer was asked. It is
// for a list whose questions failed: these numbers belong to nobody.
func (p *Plan) WithoutNumbers(rows []*preflight.Row) {
	for _, row := range rows {
		a := p.rows[row.Line]
		if a == nil || !a.wantsNumber || a.person.kept {
			continue
		}
		number := row.Phone.Extension
		for _, f := range []apiclient.Field{apiclient.Extension, apiclient.PhoneLogin, apiclient.PhoneFullName} {
			if number != "" && strings.Contains(row.Phone.Value(f), number) {
				row.Phone.Set(f, "")
			}
		}
	}
}
