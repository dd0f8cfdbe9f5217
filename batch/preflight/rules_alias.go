package preflight

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
)

// aliasFields are the fields of add_phone_alias that a row gives, with their columns.
var aliasFields = []struct {
	name  string
	value func(Alias) string
}{
	{columns.AliasIDColumn, func(a Alias) string { return a.ID }},
	{columns.AliasNameColumn, func(a Alias) string { return a.Name }},
}

// aliasStored is the first half of domain rule R-08: the dialer would refuse the alias, or store something else with
// SUCCESS (contract/API.md, "Aliases").
func aliasStored(j *judge, _ *apiclient.Phone) {
	if j.alias.ID == "" {
		return
	}
	for _, f := range aliasFields {
		spec, _ := j.dialect.Spec(apiclient.AddPhoneAlias, f.name)
		v := f.value(j.alias)
		clean := spec.Clean(v)
		if clean != v {
			j.reportAlias(f.name, v, codes.Dropped, fmt.Sprintf("the dialer would store %q", j.shownAlias(spec.Stored(v))), codes.RemedyFor(codes.Dropped, codes.OnlyThese, spec.Keep))
		}
		if length := utf8.RuneCountInString(clean); length > spec.Width {
			j.reportAlias(f.name, v, codes.Cut, fmt.Sprintf("%d characters, the dialer stores only %d", length, spec.Width),
				codes.RemedyFor(codes.Cut, codes.Most, spec.Width))
		}
		if fewest := max(spec.Min, 1); len(clean) < fewest {
			j.reportAlias(f.name, v, codes.TooShort, fmt.Sprintf("the dialer refuses fewer than %d characters", fewest),
				codes.RemedyFor(codes.TooShort, codes.Fewest, fewest))
		}
	}
}

// aliasTypable is domain rule R-17 for the alias id, which agents type as they type a login.
func aliasTypable(j *judge, _ *apiclient.Phone) {
	spec, _ := j.dialect.Spec(apiclient.AddPhoneAlias, columns.AliasIDColumn)
	stored := spec.Stored(j.alias.ID)
	typed := j.dialect.AgentScreen(stored)
	switch {
	case typed != stored:
		j.reportAlias(columns.AliasIDColumn, j.alias.ID, codes.LoginUntyped, fmt.Sprintf("the agent screen drops - and _ and looks for %q: nobody could ever log in", j.shownAlias(typed)), "")
	case strings.EqualFold(typed, apiclient.ReservedLogin):
		j.reportAlias(columns.AliasIDColumn, j.alias.ID, codes.LoginReserved, "for the dialer this login means no phone at all", "")
	}
}

// shownAlias returns a text of an alias as it may be shown: *** if it has a password of the row in it, because the
// cells may have moved.
func (j *judge) shownAlias(v string) string { return shownAlias(j.listed, v) }

// shownAlias is the method of the same name for any row.
func shownAlias(p *apiclient.Phone, v string) string {
	for _, secret := range []string{p.PhonePass.Reveal(), p.RegistrationPassword.Reveal()} {
		if len(secret) > 1 && secret != p.Extension && strings.Contains(v, secret) {
			return "***"
		}
	}
	return v
}

// reportAlias adds an error about the alias of the row. If hint is "", the hint is the table's remedy.
func (j *judge) reportAlias(own, value string, code apiclient.Code, message, hint string) {
	p := j.problem(j.cols.OwnName(own), strings.Clone(j.shownAlias(value)), code, message)
	if p.Severity = codes.Error; hint != "" {
		p.Hint = hint
	}
	j.enter(*p)
}

// reportAliasMissed reports a template of an alias that has no value in this row. If the empty column has a problem of
// its own, the template is not reported.
func (j *judge) reportAliasMissed(m *columns.AliasMiss) {
	if m != nil && !m.Listed {
		j.reportAlias(m.Own, "", codes.EmptyDefault, fmt.Sprintf("%s %s: %q is empty in this row", m.Flag, m.Text, m.Column), "")
	}
}
