package preflight

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
)

// aliased is a list of phones, each with its alias_id and alias_name.
type aliased []struct {
	phone    apiclient.Phone
	id, name string
}

// secondPhone returns the good phone on the second server, with a login of its own.
func secondPhone(changes ...any) apiclient.Phone {
	return with(append([]any{apiclient.ServerIP, "10.0.9.9", apiclient.PhoneLogin, "8101b", apiclient.DialplanNumber, "18101"}, changes...)...)
}

func (a aliased) list() string {
	header, _ := requiredOf(good())
	records := [][]string{append(header, "alias_id", "Alias Name")}
	for _, row := range a {
		_, cells := requiredOf(row.phone)
		records = append(records, append(cells, row.id, row.name))
	}
	return table(records...)
}

func TestAliasesAreJudged(t *testing.T) {
	boxless := []any{apiclient.VoicemailID, "9102"}
	second := func(changes ...any) apiclient.Phone { return secondPhone(append(boxless, changes...)...) }
	for name, tt := range map[string]struct {
		rows aliased
		want []string // line, column, code
	}{
		"good":            {aliased{{good(), "8101x", ""}, {second(), "8101X", ""}}, nil},
		"no alias at all": {aliased{{good(), "", ""}, {second(), "null", "name"}}, nil},
		"one character":   {aliased{{good(), "x", ""}}, []string{"2 alias_id too_short"}},
		"21 characters":   {aliased{{good(), strings.Repeat("x", 21), ""}}, []string{"2 alias_id cut_off"}},
		"20 characters":   {aliased{{good(), strings.Repeat("x", 20), strings.Repeat("n", 50)}}, nil},
		"51 characters":   {aliased{{good(), "8101x", strings.Repeat("n", 51)}}, []string{"2 Alias Name cut_off"}},
		"dropped":         {aliased{{good(), "81.01x", "Ann (floor)"}}, []string{"2 Alias Name characters_dropped", "2 alias_id characters_dropped"}},
		"nothing left":    {aliased{{good(), "8101x", "()"}}, []string{"2 Alias Name characters_dropped", "2 Alias Name too_short"}},
		"underscore":      {aliased{{good(), "8101_x", ""}}, []string{"2 alias_id login_not_typable"}},
		"dash":            {aliased{{good(), "8101-x", ""}}, []string{"2 alias_id login_not_typable"}},
		"nophone":         {aliased{{good(), "NoPhone", ""}}, []string{"2 alias_id login_reserved"}},
		"its own login":   {aliased{{good(), "8101", ""}}, []string{"2 alias_id alias_is_login", "2 phone_login alias_is_login"}},
		"the login of another": {
			aliased{{good(), "8102", ""}, {numbered(8102), "", ""}},
			[]string{"2 alias_id alias_is_login", "3 phone_login alias_is_login"},
		},
		"a login as the agent screen reads it": {
			aliased{{good(), "81o2", ""}, {with(apiclient.Extension, "8102", apiclient.DialplanNumber, "8102", apiclient.PhoneLogin, "81-O2", apiclient.VoicemailID, "8102", apiclient.RegistrationPassword, "Qw8nLp3zX"), "", ""}},
			[]string{"2 alias_id alias_is_login", "3 phone_login alias_is_login", "3 phone_login login_not_typable"},
		},
		"passwords": {
			aliased{{good(), "8101x", ""}, {second(apiclient.PhonePass, "other77"), "8101x", ""}},
			[]string{"2 phone_pass alias_password_differs", "3 phone_pass alias_password_differs"},
		},
		"people": {
			aliased{{good(), "8101x", "n"}, {second(apiclient.Extension, "8109", apiclient.RegistrationPassword, "Qw8nLp3zX"), "8101x", "n"}},
			[]string{"2 alias_id alias_of_different_people", "3 alias_id alias_of_different_people"},
		},
		"names": {
			aliased{{good(), "8101x", "Ann"}, {second(), "8101x", "Anne"}},
			[]string{"2 Alias Name alias_name_differs", "3 Alias Name alias_name_differs"},
		},
		"one mailbox": {aliased{{good(), "8101x", ""}, {secondPhone(), "8101x", ""}}, []string{"2 voicemail_id alias_mailbox"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := mustRead(t, tt.rows.list(), Options{Keep: true})
			var got []string
			for _, row := range l.Rows {
				var of []string
				for _, p := range row.Problems {
					of = append(of, fmt.Sprintf("%d %s %s", p.Line, p.Column, p.Code))
				}
				got = append(got, slices.Sorted(slices.Values(of))...)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
			explained(t, append(l.Errors, l.Warnings...))
			for _, p := range append(l.Errors, l.Warnings...) {
				if strings.Contains(p.Value+p.Message, "other77") {
					t.Errorf("a password is shown: %+v", p)
				}
			}
		})
	}
}

// add_phone_alias cuts the list of logins at 255 characters, in mid-login (contract/API.md, "Aliases").
func TestTheLoginsOfAnAliasFitItsColumn(t *testing.T) {
	for n, want := range map[int]int{16: 0, 17: 17} {
		var servers []string
		for i := range n {
			servers = append(servers, fmt.Sprintf("10.0.9.%d=%02d", i, i))
		}
		o := clustered(t, columns.ServerOptions{Servers: servers}, "{extension}x")
		l := mustRead(t, strings.Replace(placeless(1), "8101,Gx7kPq2w", "memberphone00,Gx7kPq2w", 1), o)
		if l.Invalid != want || len(l.Rows) != n {
			t.Errorf("%d logins of 15 characters: %d rows, %d invalid: %+v", n, len(l.Rows), l.Invalid, l.Errors)
		}
		if n == 17 && l.Counts["alias_too_long"] != 1 {
			t.Errorf("found %v", l.Counts)
		}
	}
}

// An alias comes from its cells, or from --alias, and is that of all phones of the record. Its name is the full name
// unless something else names it.
func TestWhereAnAliasComesFrom(t *testing.T) {
	o := clustered(t, columns.ServerOptions{Servers: []string{"10.0.9.8", "10.0.9.9"}}, "{phone_login}{Desk}")
	list := placeless(3, "Desk", "x", "y", "", "alias_id", "", "other", "")
	l := mustRead(t, list, o)
	want := []AliasRows{{Alias{"8101x", "Ann Lee"}, []int{0, 1}}, {Alias{"other", "Ann Lee"}, []int{2, 3}}}
	if d := cmp.Diff(want, l.Aliases()); d != "" {
		t.Error(d)
	}
	// The third record has no desk: no alias, and an error of the record.
	if p := l.Errors; len(p) != 1 || p[0].Line != 4 || p[0].Code != "default_without_value" || p[0].Column != "alias_id" || !strings.Contains(p[0].Message, `"Desk" is empty`) {
		t.Errorf("%+v", p)
	}
}
