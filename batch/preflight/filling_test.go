package preflight

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
)

// people is a list with empty logins, mailboxes and names, and with unknown columns.
func people() string {
	header, cells := requiredOf(with(apiclient.PhoneLogin, "", apiclient.VoicemailID, "", apiclient.DialplanNumber, "", apiclient.PhoneFullName, " "))
	return table(append(header, "First Name", "last-name"), append(cells, " Ann ", "Lee"))
}

func TestDefaultsFillEmptyCells(t *testing.T) {
	rest := []string{"phone_login={extension}", "voicemail_id={extension}", "dialplan_number={extension}", "phone_full_name=X"}
	for name, tt := range map[string]struct {
		defaults []string
		field    apiclient.Field
		want     string
	}{
		"text":                     {[]string{"phone_context=from inside"}, apiclient.PhoneContext, "from inside"},
		"a field":                  {[]string{"phone_login={extension}"}, apiclient.PhoneLogin, "8101"},
		"a field, spelt freely":    {[]string{"Phone Login={EXTENSION}"}, apiclient.PhoneLogin, "8101"},
		"a field and text":         {[]string{"phone_login=a{extension}z"}, apiclient.PhoneLogin, "a8101z"},
		"unknown columns":          {[]string{"phone_full_name={First Name} {Last Name}"}, apiclient.PhoneFullName, "Ann Lee"},
		"unknown, spelt freely":    {[]string{"phone_full_name={ first_NAME }-{LASTNAME}"}, apiclient.PhoneFullName, "Ann-Lee"},
		"a chain":                  {[]string{"dialplan_number={extension}", "voicemail_id={dialplan_number}", "phone_login={voicemail_id}"}, apiclient.PhoneLogin, "8101"},
		"a chain, last flag first": {[]string{"phone_login={voicemail_id}", "voicemail_id={dialplan_number}", "dialplan_number={extension}"}, apiclient.PhoneLogin, "8101"},
		"a chain, mixed":           {[]string{"voicemail_id={dialplan_number}", "phone_login={voicemail_id}", "dialplan_number={extension}"}, apiclient.PhoneLogin, "8101"},
		"equals sign":              {[]string{"phone_context=a=b"}, apiclient.PhoneContext, "a=b"},
		"closing brace alone":      {[]string{"phone_context=a}b"}, apiclient.PhoneContext, "a}b"},
		"a password by column":     {[]string{"registration_password={extension}x"}, apiclient.RegistrationPassword, "Rv4mTz9s"},
		"a cell that is not empty": {[]string{"server_ip=10.9.9.9"}, apiclient.ServerIP, "10.0.9.8"},
		"mended afterwards":        {[]string{"is_webphone=y"}, apiclient.IsWebphone, "Y"},
	} {
		t.Run(name, func(t *testing.T) {
			texts := tt.defaults
			for _, r := range rest {
				if _, err := columns.ParseFilling(columns.FillOptions{Defaults: append(texts, r)}); err == nil {
					texts = append(texts, r)
				}
			}
			l := mustRead(t, people(), Options{Keep: true, Filling: mustDefaults(t, texts...), Ignore: ignoring(codes.Dropped)})
			if got := l.Rows[0].Phone.Value(tt.field); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFillingIsCounted(t *testing.T) {
	header, cells := requiredOf(with(apiclient.PhoneLogin, ""))
	other := append([]string{}, cells...)
	other[0], other[3] = "8102", "77"
	last := append([]string{}, cells...)
	last[0] = "8103"
	l := mustRead(t, table(header, cells, other, last), Options{Filling: mustDefaults(t, "phone_login={extension}")})
	want := []Mend{{Column: "phone_login", What: "filled by --default", Rows: 2, Line: 2}}
	if d := cmp.Diff(want, l.Mends); d != "" {
		t.Error(d)
	}
}

func TestADefaultOfEmptyColumnsIsAnError(t *testing.T) {
	header, cells := requiredOf(with(apiclient.PhoneFullName, ""))
	l := mustRead(t, table(append(header, "First", "Last"), append(cells, "", " ")), Options{
		Keep: true, Filling: mustDefaults(t, "phone_full_name={First} {Last}"),
	})
	if d := cmp.Diff([]string{`2 error default_without_value phone_full_name ""`}, shorts(l.Rows[0].Problems)); d != "" || len(l.Mends) != 0 {
		t.Error(d, l.Mends)
	}
}

func TestAProblemOfAFilledCellShowsWhatFilledIt(t *testing.T) {
	header, cells := requiredOf(with(apiclient.PhoneLogin, ""))
	l := mustRead(t, table(header, cells), Options{Filling: mustDefaults(t, "phone_login=agent {extension}")})
	if d := cmp.Diff([]string{`2 error characters_dropped phone_login "agent 8101"`}, shorts(l.Errors)); d != "" {
		t.Error(d)
	}
}

func TestDefaultsThatMeanNothingAreRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		defaults []string
		reason   string
	}{
		"no equals sign":        {[]string{"phone_login"}, "column=value"},
		"no such field":         {[]string{"fone_login={extension}"}, "no such column"},
		"an unknown column":     {[]string{"First Name=Ann"}, "no such column"},
		"itself":                {[]string{"phone_login={Phone Login}"}, "needs itself"},
		"a circle of two":       {[]string{"phone_login={extension}", "extension={phone_login}"}, "needs itself"},
		"a circle of three":     {[]string{"phone_login={extension}", "voicemail_id={phone_login}", "extension=1{voicemail_id}"}, "needs itself"},
		"brace not closed":      {[]string{"phone_login={extension"}, "not closed"},
		"second brace not":      {[]string{"phone_login={extension}{"}, "not closed"},
		"nothing in the braces": {[]string{"phone_login={ }"}, "no column in it"},
		"twice":                 {[]string{"phone_login={extension}", "Phone-Login={voicemail_id}"}, "something else fills this column"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := columns.ParseFilling(columns.FillOptions{Defaults: tt.defaults})
			var e *columns.FillError
			if !errors.As(err, &e) || !strings.Contains(e.Reason, tt.reason) || !strings.Contains(err.Error(), "--default "+e.Text) {
				t.Errorf("got %v, want a FillError that says %q", err, tt.reason)
			}
		})
	}
}

func TestRefusedDefaultsDoNotRepeatPasswords(t *testing.T) {
	const secret = "hunter2x"
	for name, texts := range map[string][]string{
		"the same for all":       {"phone_pass=" + secret},
		"spelt freely":           {"Registration Password=" + secret},
		"misspelt":               {"phone_pas=" + secret},
		"brace not closed":       {"phone_pass=" + secret + "{extension"},
		"given twice":            {"phone_pass={extension}", "phone_pass=" + secret + "{extension}"},
		"in a circle":            {"phone_pass=" + secret + "{registration_password}", "registration_password={phone_pass}"},
		"in a circle, the other": {"registration_password={phone_pass}", "phone_pass=" + secret + "{registration_password}"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := columns.ParseFilling(columns.FillOptions{Defaults: texts})
			var e *columns.FillError
			if !errors.As(err, &e) || strings.Contains(err.Error(), secret) {
				t.Errorf("got %v", err)
			}
		})
	}
	_, err := Read(t.Context(), strings.NewReader(people()), Options{Filling: mustDefaults(t, "phone_pass="+secret+"{Badge}")})
	var e *columns.FillError
	if !errors.As(err, &e) || strings.Contains(err.Error(), secret) {
		t.Errorf("got %v", err)
	}
}

func TestDefaultsMustFitTheList(t *testing.T) {
	header, cells := requiredOf(good())
	twice := table(append(header, "Site", "site"), append(cells, "a", "b"))
	for name, tt := range map[string]struct{ list, value, reason string }{
		"no such column":    {people(), "phone_context={Badge}", `no column "Badge"`},
		"our own column":    {table(append(header, "problem"), append(cells, "x")), "phone_context={problem}", "no column"},
		"two such columns":  {twice, "phone_context={SITE}", "more than one"},
		"one is named once": {people(), "phone_context={First Name}{Badge}", "Badge"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(t.Context(), strings.NewReader(tt.list), Options{Filling: mustDefaults(t, tt.value)})
			var e *columns.FillError
			if !errors.As(err, &e) || !strings.Contains(e.Reason, tt.reason) {
				t.Errorf("got %v, want a FillError that says %q", err, tt.reason)
			}
		})
	}
	if _, err := columns.ParseFilling(columns.FillOptions{Defaults: nil}); err != nil {
		t.Error(err)
	}
}
