package assign

import (
	"errors"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// New returns the plan for the rows of a survey. It gives each row a server, and each person their earlier number.
// people holds the persons of the rows, from Identify. The error is that of Options.Memory; an error that wraps
// ErrUnclear only marks the rows in Plan.Unclear.
func New(s *Survey, rows []*preflight.Row, people []object.Person, o Options) (*Plan, error) {
	p := &Plan{options: o, rows: make(map[int]*assigned), passwords: make(map[slot]apiclient.Secret)}
	p.numbers.from, p.numbers.to = o.Filling.Numbers()
	p.numbers.used = make(map[string]bool)
	by := make(map[string]*person)
	for i, row := range rows {
		p.numbers.use(&row.Phone)
		p.learn(people[i], &row.Phone)
		if s.wants[row.Line] == nil {
			continue
		}
		who := by[personText(people[i])]
		if who == nil || !who.mayHave(row, people[i]) {
			who = &person{Person: people[i]}
			by[personText(people[i])] = who
			p.people = append(p.people, who)
		}
		a := &assigned{want: *s.wants[row.Line], row: i, server: row.Phone.ServerIP, person: who}
		if row.Server != nil {
			a.suffix = row.Server.Suffix
		}
		who.rows = append(who.rows, a)
		p.rows[row.Line] = a
	}
	if err := p.recall(); err != nil {
		return nil, err
	}
	p.spread(rows)
	return p, nil
}

// recall finds the numbers that earlier runs chose for the people of the list. The error is that of Options.Memory.
func (p *Plan) recall() error {
	holders := make(map[string]*person)
	for _, who := range p.people {
		unclear, err := p.lookUp(who)
		if err != nil {
			return err
		}
		if !who.wantsNumber() {
			continue
		}
		number, stands := newest(who.past)
		if unclear && !stands {
			p.Unclear = append(p.Unclear, who.rows[0].row)
		}
		if number == "" {
			continue
		}
		if other := holders[number]; other != nil {
			p.Clashes = append(p.Clashes, Clash{Row: who.rows[0].row, Other: other.rows[0].row, Person: who.Person, Extension: number})
			continue
		}
		holders[number] = who
		if who.kept = stands; stands {
			who.number = number
		} else {
			who.before = number
		}
		p.numbers.used[number] = true
	}
	return nil
}

// lookUp finds the phones that earlier runs requested for a person. unclear says that the entries of other phones are
// damaged.
func (p *Plan) lookUp(who *person) (unclear bool, err error) {
	if p.options.Memory != nil {
		past, err := p.options.Memory.Past(who.Person)
		unclear = errors.Is(err, ErrUnclear)
		if err != nil && !unclear {
			return false, err
		}
		who.past = own(who.Person, past)
	}
	if len(who.past) == 0 {
		who.past = p.fromCredentials(who.Person)
	}
	return unclear, nil
}

// newest returns the number of the newest phone that stands, or else of the newest phone. It returns "" if there is no
// phone.
func newest(past []Past) (number string, stands bool) {
	for _, was := range past {
		if was.Stands {
			return was.Name, true
		}
	}
	if len(past) == 0 {
		return "", false
	}
	return past[0].Name, false
}

// fromCredentials finds the phones of a person in the credentials files, because the register may be lost.
func (p *Plan) fromCredentials(who object.Person) (past []Past) {
	for _, file := range p.options.Credentials {
		if file == nil {
			continue
		}
		for _, l := range file.Of(p.options.Dialer, who) {
			past = append(past, Past{Key: object.Key{Kind: object.Phone, ServerIP: l.ServerIP, Name: l.Extension}, Kind: who.Kind, SameKey: true, Stands: true})
		}
	}
	return past
}

// spread gives a server to each row that needs one: the person's earlier server, or else the server with the fewest
// rows of the list. It gives out the earlier servers first, so that they count for the others.
func (p *Plan) spread(rows []*preflight.Row) {
	load := make(map[string]int)
	give := func(a *assigned, row *preflight.Row, server string) {
		a.server, row.Phone.ServerIP = server, server
		load[server]++
	}
	var left []*preflight.Row
	for _, row := range rows {
		switch a := p.rows[row.Line]; {
		case a == nil || !a.wantsServer:
			load[row.Phone.ServerIP]++
		case a.person.serverBefore() != "":
			give(a, row, a.person.serverBefore())
		default:
			left = append(left, row)
		}
	}
	servers := p.options.Filling.Servers()
	for _, row := range left {
		a := p.rows[row.Line]
		free := slices.DeleteFunc(slices.Clone(servers), a.person.isOn)
		if len(free) == 0 {
			free = servers
		}
		give(a, row, slices.MinFunc(free, func(x, y string) int { return load[x] - load[y] }))
	}
}

// Choose implements columns.Chooser.
func (p *Plan) Choose(r *columns.Leaving, f apiclient.Field, phone *apiclient.Phone) string {
	a := p.rows[r.Line]
	switch {
	case a == nil:
		return ""
	case f == apiclient.ServerIP:
		return a.server
	case f == apiclient.Extension:
		return a.person.number
	case phone.Extension == "":
		return ""
	}
	if !slices.Contains(a.made, f) { // a record asks once for each of its servers
		a.made = append(a.made, f)
	}
	return p.password(a.person, f).Reveal()
}

// Begin prepares the plan for another reading of the list.
func (p *Plan) Begin() {
	for _, a := range p.rows {
		a.made = nil
	}
}

// Made returns the password fields that the plan filled in the row of a line in the last reading.
func (p *Plan) Made(line int) []apiclient.Field {
	if a := p.rows[line]; a != nil {
		return a.made
	}
	return nil
}

// Chosen says whether the program chose a server or a number for the row of a line.
func (p *Plan) Chosen(line int) bool {
	a := p.rows[line]
	return a != nil && (a.wantsNumber || a.wantsServer)
}
