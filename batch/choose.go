package batch

import (
	"cmp"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/ledger"
	"phonebatch/batch/preflight"
)

// A chooser chooses values for the empty cells of a list: for a row of an earlier run the same again, and else servers in
// turn, numbers that are free, passwords that nobody guesses. It is a preflight.Chooser for several readings of one list: in
// the first it learns which rows want something.
type chooser struct {
	job         *Job
	session     *Session // or the job's memory; nil for a job that knows nothing of earlier runs
	credentials *ledger.Credentials

	surveying bool
	wants     []*want
	byLine    map[int]*want
	used      map[string]bool // numbers that the list has, or that were chosen
	next      int             // the next number that may be free
	passwords map[person]apiclient.Secret
	listed    map[person]apiclient.Secret // those that the list has
}

// A want is a row that wants a server, a number or passwords.
type want struct {
	record              string
	server, number      bool
	serverIP, extension string // as chosen
	again               bool   // by an earlier run
	generated           []apiclient.Field
}

// fresh says that the row wants a number that no earlier run has chosen for it.
func (w *want) fresh() bool { return w.number && !w.again }

func newChooser(j *Job) (*chooser, error) {
	c := &chooser{
		job: j, session: cmp.Or(j.Session, j.Memory), surveying: true, byLine: make(map[int]*want), used: make(map[string]bool),
		passwords: make(map[person]apiclient.Secret), listed: make(map[person]apiclient.Secret),
	}
	if _, to := j.Preflight.Filling.Numbers(); to.Digits > 0 && c.session.forgotten() {
		return nil, ErrForgotten
	}
	var err error
	if j.Credentials != "" {
		c.credentials, err = ledger.OpenCredentials(j.Credentials)
	}
	return c, err
}

// Choose implements preflight.Chooser.
func (c *chooser) Choose(r *preflight.Leaving, f apiclient.Field, p *apiclient.Phone) string {
	w := c.byLine[r.Line]
	if w == nil {
		w = &want{record: c.session.record(r.Cells())}
		c.byLine[r.Line] = w
		c.wants = append(c.wants, w)
	}
	switch {
	case c.surveying && f == apiclient.ServerIP:
		w.server = true
	case c.surveying && f == apiclient.Extension:
		w.number = true
	case f == apiclient.ServerIP:
		return w.serverIP
	case f == apiclient.Extension:
		return w.extension
	case !c.surveying && p.Extension != "":
		w.generated = append(w.generated, f)
		return c.password(p.Extension, f).Reveal()
	}
	return ""
}

// spread ends the survey: it gives each row what an earlier run has chosen for it, and a server to those that want one,
// so that all servers have as many rows of the list as can be.
func (c *chooser) spread(survey *preflight.List) {
	c.surveying = false
	servers := c.job.Preflight.Filling.Servers()
	load := make(map[string]int)
	for _, row := range survey.Rows {
		p := &row.Phone
		load[p.ServerIP]++
		c.learn(p)
		for _, number := range []string{p.Extension, p.PhoneLogin, p.DialplanNumber} {
			c.used[number] = true
		}
	}
	taken := make(map[string]int) // of the choices for records that are alike
	matched := 0
	for _, w := range c.wants {
		if list := c.session.choices(w.record); taken[w.record] < len(list) {
			was := list[taken[w.record]]
			taken[w.record]++
			matched++
			w.extension, w.serverIP, w.again = was.Extension, was.ServerIP, true
			c.used[was.Extension] = true
		}
	}
	c.strangers(matched)
	for _, row := range survey.Rows {
		w := c.byLine[row.Line]
		if w == nil || !w.server {
			continue
		}
		if w.serverIP == "" {
			w.serverIP = slices.MinFunc(servers, func(a, b string) int { return load[a] - load[b] })
		}
		load[w.serverIP]++
		row.Phone.ServerIP = w.serverIP
	}
	for _, row := range survey.Rows {
		if w := c.byLine[row.Line]; w != nil && !w.server {
			w.serverIP = row.Phone.ServerIP
		}
	}
}

// strangers tells of rows that are given numbers although an earlier run has chosen for rows that are not there any more:
// they may be the same ones, edited.
func (c *chooser) strangers(matched int) {
	fresh := 0
	for _, w := range c.wants {
		if w.fresh() {
			fresh++
		}
	}
	if missing := c.session.chosen() - matched; fresh > 0 && missing > 0 && c.job.Strangers != nil {
		c.job.Strangers(fresh, missing)
	}
}

// begin turns to another reading of the list.
func (c *chooser) begin() {
	for _, w := range c.wants {
		w.generated = nil
	}
}

// forgetNumbers takes back the numbers that were chosen without asking the dialer.
func (c *chooser) forgetNumbers() {
	c.next = 0
	for _, w := range c.wants {
		if w.fresh() {
			w.extension = ""
		}
	}
}

// withoutNumbers takes numbers that no dialer was asked about out of a list: they are nobody's.
func (c *chooser) withoutNumbers(l *preflight.List) *preflight.List {
	for _, row := range l.Rows {
		p := &row.Phone
		number := p.Extension
		if w := c.byLine[row.Line]; w == nil || !w.fresh() || number == "" {
			continue
		}
		for _, f := range []apiclient.Field{apiclient.Extension, apiclient.PhoneLogin, apiclient.PhoneFullName} {
			if strings.Contains(p.Value(f), number) {
				p.Set(f, "")
			}
		}
	}
	return l
}

func (c *chooser) wantsNumbers() bool { return slices.ContainsFunc(c.wants, (*want).fresh) }

// number gives a number to each row that wants one. free asks the dialer which phones it does not have; nil takes any
// number that the list leaves free. The error is a *NumbersError, or free's.
func (c *chooser) number(free func([]apiclient.Phone) ([]bool, error)) error {
	var left []*want
	for _, w := range c.wants {
		if w.number && w.extension == "" {
			left = append(left, w)
		}
	}
	for len(left) > 0 {
		phones := make([]apiclient.Phone, len(left))
		for i, w := range left {
			number, ok := c.nextNumber()
			if !ok {
				from, to := c.job.Preflight.Filling.Numbers()
				return &NumbersError{From: from, To: to, Rows: len(left) - i, Asked: free != nil}
			}
			phones[i] = apiclient.Phone{Extension: number, PhoneLogin: number, ServerIP: w.serverIP}
		}
		ok := make([]bool, len(left))
		for i := range ok {
			ok[i] = true
		}
		if free != nil {
			var err error
			if ok, err = free(phones); err != nil {
				return err
			}
		}
		var again []*want
		for i, w := range left {
			if !ok[i] {
				again = append(again, w)
				continue
			}
			w.extension = phones[i].Extension
		}
		left = again
	}
	return nil
}

// nextNumber is the next number that the list leaves free, and neither the dialer nor an emergency needs.
func (c *chooser) nextNumber() (string, bool) {
	from, to := c.job.Preflight.Filling.Numbers()
	for n := from; n.N+c.next <= to.N; c.next++ {
		number := preflight.Number{N: n.N + c.next, Digits: n.Digits}.String()
		if !c.used[number] && !preflight.Reserved(number) {
			c.next++
			return number, true
		}
	}
	return "", false
}
