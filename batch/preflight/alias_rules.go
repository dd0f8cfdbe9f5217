package preflight

import (
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
)

// addAlias keeps the alias of the row that was added last.
func (t *traces) addAlias(a Alias, p *apiclient.Phone) {
	key := aliasKey(t.judge.dialect, a.ID)
	if key == "" {
		return
	}
	j := t.judge
	t.aliases = append(t.aliases, aliasTrace{
		Alias: Alias{shownAlias(p, a.ID), a.Name}, row: uint32(t.n - 1), key: key, typed: t.sum(j.dialect.AgentScreen(key)),
		pass:   t.sum(j.stored(apiclient.PhonePass, p.PhonePass.Reveal())),
		logins: len([]rune(j.stored(apiclient.PhoneLogin, p.PhoneLogin))),
	})
}

// aliasGroups returns the rows of each alias, in the order of the first rows.
func (t *traces) aliasGroups() (groups []aliasGroup) {
	places := make(map[string]int)
	for i := range t.aliases {
		a := &t.aliases[i]
		place, known := places[a.key]
		if !known {
			place = len(groups)
			places[a.key], groups = place, append(groups, nil)
		}
		groups[place] = append(groups[place], a)
	}
	return groups
}

// aliasRules are the rules for the rows of one alias. message says what is wrong, or "". No rule asks whether two rows
// are on one server: such rows have either one extension, which is a clash, or two, which are different people's.
var aliasRules = []struct {
	code    apiclient.Code
	own     string          // the own column that the problem names, or
	field   apiclient.Field // the field, if own is ""
	message func(t *traces, g aliasGroup) string
}{
	{codes.AliasPeople, columns.AliasIDColumn, 0, func(t *traces, g aliasGroup) string {
		return unless(g.same(func(a *aliasTrace) any { return t.person(a.row) }), "the alias is that of phones with different extensions")
	}},
	{codes.AliasPasswordDiffers, "", apiclient.PhonePass, func(_ *traces, g aliasGroup) string {
		return unless(g.same(func(a *aliasTrace) any { return a.pass }), fmt.Sprintf("the phones of alias %s have different passwords: the login would fail on some servers", g[0].ID))
	}},
	{codes.AliasNameDiffers, columns.AliasNameColumn, 0, func(_ *traces, g aliasGroup) string {
		return unless(g.same(func(a *aliasTrace) any { return a.Name }), fmt.Sprintf("alias %s has different names", g[0].ID))
	}},
	{codes.AliasTooLong, columns.AliasIDColumn, 0, func(t *traces, g aliasGroup) string {
		spec, _ := t.judge.dialect.Spec(apiclient.AddPhoneAlias, "phone_logins")
		length := g.length()
		return unless(length <= spec.Width, fmt.Sprintf("its %d logins have %d characters with their commas, the dialer stores only %d", len(g), length, spec.Width))
	}},
}

// unless returns the message unless all is well.
func unless(well bool, message string) string {
	if well {
		return ""
	}
	return message
}

// aliasFindings finds what is wrong with the aliases of the list: domain rules. All rows of an
// alias are wrong, because an alias without one of them is another alias.
func (t *traces) aliasFindings() (found []finding) {
	if len(t.aliases) == 0 {
		return nil
	}
	for _, g := range t.aliasGroups() {
		rows := make([]uint32, len(g))
		for i, a := range g {
			rows[i] = a.row
		}
		for _, rule := range aliasRules {
			if message := rule.message(t, g); message != "" && !t.judge.options.Ignore[rule.code] {
				for _, a := range g {
					column, value := t.judge.cols.Name(rule.field), ""
					if rule.own != "" {
						column, value = t.judge.cols.OwnName(rule.own), a.ID
					}
					found = append(found, t.aliasFinding(a.row, column, value, rule.code, message, rows))
				}
			}
		}
	}
	return append(found, t.aliasesThatAreLogins()...)
}

// aliasFinding returns a finding about a row of an alias. If other records have rows of the alias too, the message
// names them.
func (t *traces) aliasFinding(row uint32, column, value string, code apiclient.Code, message string, rows []uint32) finding {
	return finding{row, func(row uint32) Problem {
		p := t.judge.problem(column, value, code, message)
		p.Line = t.line(row)
		if lines, text := t.others(row, rows); len(lines) > 0 {
			p.Others, p.Message = lines, message+"; see also "+text
		}
		return *p
	}}
}

// aliasesThatAreLogins is domain rule R-03: an agent who types such a login gets the phones of the alias. The row of
// the login is wrong, and so are the rows of the alias.
func (t *traces) aliasesThatAreLogins() (found []finding) {
	if t.judge.options.Ignore[codes.AliasIsLogin] {
		return nil
	}
	byTyped := make(map[uint64][]*aliasTrace)
	for i := range t.aliases {
		a := &t.aliases[i]
		byTyped[a.typed] = append(byTyped[a.typed], a)
	}
	for row := range uint32(t.n) {
		b, i := t.at(row)
		aliases := byTyped[b.hashes[loginKey][i]]
		if len(aliases) == 0 || b.hashes[loginKey][i] == 0 {
			continue
		}
		login, id := t.judge.cols.Name(apiclient.PhoneLogin), t.judge.cols.OwnName(columns.AliasIDColumn)
		rows := []uint32{aliases[0].row}
		found = append(found, t.aliasFinding(row, login, t.value(row, apiclient.PhoneLogin), codes.AliasIsLogin, "the list has an alias "+aliases[0].ID, rows))
		for _, a := range aliases {
			found = append(found, t.aliasFinding(a.row, id, a.ID, codes.AliasIsLogin, "a phone of the list has this login", []uint32{row}))
		}
	}
	return found
}

// sharedAliasMailbox is domain rule R-12. It is said once.
func (t *traces) sharedAliasMailbox(*sorter) []remark {
	var rows []uint32
	for _, g := range t.aliasGroups() {
		boxes := make(map[uint64]bool)
		for _, a := range g {
			b, i := t.at(a.row)
			box := b.hashes[voicemailKey][i]
			if box != 0 && boxes[box] {
				rows = append(rows, g[0].row)
				break
			}
			boxes[box] = true
		}
	}
	slices.Sort(rows)
	return []remark{{
		code: codes.AliasMailbox, field: apiclient.VoicemailID, rows: rows,
		value: func(row uint32) string { return t.value(row, apiclient.VoicemailID) },
		message: func(_ uint32, of int) string {
			return inRows(of) + "the phones of the alias share a mailbox: a PIN that is changed by telephone is written back to one of them"
		},
	}}
}
