package preflight

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

func TestRulesBeyondTheAPI(t *testing.T) {
	const ext, dial, ctx, tmpl, web, proto = apiclient.Extension, apiclient.DialplanNumber, apiclient.PhoneContext, apiclient.TemplateID, apiclient.IsWebphone, apiclient.Protocol
	const reg, pass, login, group = apiclient.RegistrationPassword, apiclient.PhonePass, apiclient.PhoneLogin, apiclient.AdminUserGroup
	for _, tt := range []struct {
		rule  string
		phone apiclient.Phone
		want  []string
	}{
		{"R-09", with(ext, "25-1"), []string{"warning extension_dash extension"}},
		{"R-09", with(ext, "25-1", proto, "IAX2"), []string{"warning extension_dash extension"}},
		{"R-09", with(ext, "25-1", proto, "Zap"), []string{}},
		{"R-09", with(ext, "25-1", proto, "EXTERNAL"), []string{}},
		{"R-10", with(ctx, "inside", tmpl, "T1"), []string{"warning context_without_effect phone_context"}},
		{"R-10", with(ctx, "inside"), []string{}},
		{"R-10", with(tmpl, "T1"), []string{}},
		{"R-10", with(ctx, "default", tmpl, "T1"), []string{}},
		{"R-10", with(ctx, "inside", tmpl, "--none--"), []string{}},
		{"R-15", with(group, "Sales"), []string{"warning group_unchecked admin_user_group"}},
		{"R-15", with(group, "---ALL---"), []string{}},
		{"R-19", with(web, "Y"), []string{"warning webphone_without_template is_webphone"}},
		{"R-19", with(web, "Y_API_LAUNCH"), []string{"warning webphone_without_template is_webphone"}},
		{"R-19", with(web, "yes", tmpl, "T1"), []string{}},
		{"R-19", with(web, "N"), []string{}},
		{"R-19", with(web, "N", proto, "IAX2"), []string{}},
		{"R-19", with(web, "Y", tmpl, "T1", proto, "IAX2"), []string{"warning webphone_protocol is_webphone"}},
		{"R-19", with(web, "Y", proto, "EXTERNAL"), []string{"warning webphone_without_template is_webphone", "warning webphone_protocol is_webphone"}},
		{"R-19", with(web, "Y", tmpl, "T1", proto, "Zap"), []string{}},
		{"R-11", with(reg, "test"), []string{"warning default_password registration_password"}},
		{"R-11", with(reg, "TEST"), []string{"warning default_password registration_password"}},
		{"R-11", with(reg, "8101"), []string{"warning password_is_login registration_password"}},
		{"R-11", with(reg, "ann1", login, "Ann1"), []string{"warning password_is_login registration_password"}},
		{"R-11", with(reg, "Rv4mTz9"), []string{"warning weak_password registration_password"}},
		{"R-11", with(reg, "abcdefghijkl"), []string{"warning weak_password registration_password"}},
		{"R-11", with(reg, "123456789012"), []string{"warning weak_password registration_password"}},
		{"R-11", with(reg, "abcdefgH"), []string{}},
		{"R-11", with(reg, "p@ss"), []string{"error characters_dropped registration_password"}},
		{"R-11", with(pass, "test"), []string{"warning default_password phone_pass"}},
		{"R-11", with(pass, "1234"), []string{"warning default_password phone_pass"}},
		{"R-11", with(pass, "none"), []string{"error word_for_nothing phone_pass"}},
		{"R-11", with(pass, "0000"), []string{"warning default_password phone_pass"}},
		{"R-11", with(pass, "xxx"), []string{"warning default_password phone_pass"}},
		{"R-11", with(pass, "8101"), []string{"warning password_is_login phone_pass"}},
		{"R-11", with(pass, "5678"), []string{}},
		{"R-11", with(pass, "pw1"), []string{}},
		// One line for each code.
		{"R-11", with(pass, "test", reg, "test"), []string{"warning default_password registration_password"}},
	} {
		if d := cmp.Diff(tt.want, found(t, tt.phone, Options{})); d != "" {
			t.Errorf("%s: %q: %s", tt.rule, phoneValues(tt.phone), d)
		}
	}
}

// numbers next to a reserved number are free.
func TestReservedNumbers(t *testing.T) {
	for number, want := range map[string]bool{
		"8158": false, "8159": true, "8168": true, "8169": false, "8299": false, "8300": true, "8377": true, "8378": false, "8499": false, "8500": true, "8501": true, "8502": false,
		"8600": false, "8600051": true, "8600999": true, "86000510": false, "8601000": false, "860005a": false, "911": true, "112": true, "999": true, "9111": false, "830a": false, "08300": false,
	} {
		for _, f := range []apiclient.Field{apiclient.Extension, apiclient.DialplanNumber} {
			got := found(t, with(f, number), Options{})
			if (len(got) == 1 && got[0] == "warning reserved_number "+f.String()) != want || len(got) > 1 {
				t.Errorf("%s %s: %v", f, number, got)
			}
		}
	}
	if got := found(t, with(apiclient.Extension, "8300", apiclient.DialplanNumber, "8300"), Options{}); len(got) != 1 {
		t.Errorf("said twice of one row: %v", got)
	}
}

// each SIP and IAX2 phone becomes a line of its server's dialplan.
func TestDialplanNumbersOfAServer(t *testing.T) {
	const proto, dial, server = apiclient.Protocol, apiclient.DialplanNumber, apiclient.ServerIP
	for name, tt := range map[string]struct {
		a, b  []any
		clash bool
	}{
		"SIP twice":          {[]any{proto, "SIP"}, []any{proto, "sip"}, true},
		"SIP and IAX2":       {[]any{proto, "SIP"}, []any{proto, "IAX2"}, true},
		"SIP and EXTERNAL":   {[]any{proto, "SIP"}, []any{proto, "EXTERNAL"}, false},
		"Zap twice":          {[]any{proto, "Zap"}, []any{proto, "Zap"}, false},
		"on two servers":     {[]any{server, "10.0.9.8"}, []any{server, "10.0.9.9"}, false},
		"two numbers":        {[]any{dial, "777"}, []any{dial, "778"}, false},
		"case":               {[]any{dial, "a777"}, []any{dial, "A777"}, true},
		"a server's zeros":   {[]any{server, "10.0.9.8"}, []any{server, "010.0.9.8"}, true},
		"cut off to be same": {[]any{dial, strings.Repeat("7", 20) + "1"}, []any{dial, strings.Repeat("7", 20) + "2"}, true},
	} {
		phones := []apiclient.Phone{numbered(7001), numbered(7002)}
		for i, changes := range [][]any{tt.a, tt.b} {
			phones[i].DialplanNumber = "777"
			phones[i].Set(changes[0].(apiclient.Field), changes[1].(string))
		}
		l := mustRead(t, listOf(phones...), Options{})
		if got := l.Counts[codes.DupDialplan]; (got == 2) != tt.clash || got == 1 {
			t.Errorf("%s: %v", name, shorts(l.Errors))
		}
	}
}

func TestPJSIPIsLeftToTheDialerThatIsAsked(t *testing.T) {
	for _, tt := range []struct {
		value, mended, want string
		o                   Options
	}{
		{"PJSIP", "PJSIP", "error bad_protocol", Options{}},
		{"pjsip", "pjsip", "error bad_protocol", Options{}},
		{"PJSIP", "PJSIP", "warning pjsip", Options{Asked: true}},
		{"PjSip", "PJSIP", "warning pjsip", Options{Asked: true}},
		{"PJSIP", "PJSIP", "error pjsip", Options{Asked: true, Strict: true}},
		{"PJSIPS", "PJSIPS", "error bad_protocol", Options{Asked: true}},
	} {
		if d := cmp.Diff([]string{tt.want + " protocol"}, found(t, with(apiclient.Protocol, tt.value), tt.o)); d != "" {
			t.Errorf("%s: %s", tt.value, d)
		}
		tt.o.Keep = true
		if got := mustRead(t, listOf(with(apiclient.Protocol, tt.value)), tt.o).Rows[0].Phone.Protocol; got != tt.mended {
			t.Errorf("%s is mended to %s", tt.value, got)
		}
	}
}

// If the dialer's build is not known, a value that only older builds cut is a warning; if the build is known, the rules
// are exact.
func TestWhatOlderBuildsCut(t *testing.T) {
	long := strings.Repeat("aB3", 7) // 21 characters
	for _, tt := range []struct {
		field apiclient.Field
		value string
		want  bool
		says  string
	}{
		{apiclient.PhonePass, "12345678901", true, "before 180301 stores only its first 10 characters"},
		{apiclient.PhonePass, "1234567890", false, ""},
		{apiclient.RegistrationPassword, long, true, "before 200622 stores only its first 20 characters"},
		{apiclient.RegistrationPassword, long[1:], false, ""},
		{apiclient.VoicemailID, "a12", true, "before 200622 stores only digits of it"},
		{apiclient.VoicemailID, "12", false, ""},
		{apiclient.Email, "a%b@example.com", true, "before 150217 stores only letters"},
		{apiclient.Email, "a.b@example.com", false, ""},
		{apiclient.Email, "o'neil@example.com", false, ""},
		{apiclient.OnHookAgent, "Y", false, ""}, // older builds ignore the field as a whole
	} {
		p := with(tt.field, tt.value)
		l := mustRead(t, listOf(p), Options{})
		if got := l.Counts[codes.OlderBuild] == 1; got != tt.want || got && !strings.Contains(l.Warnings[0].Message, tt.says) {
			t.Errorf("%s %q: %+v", tt.field, tt.value, l.Warnings)
		}
		for _, o := range []Options{{Asked: true}, {Dialect: apiclient.Dialect{Build: 241004}}, {Dialect: apiclient.Dialect{Build: old}}} {
			if l := mustRead(t, listOf(p), o); l.Counts[codes.OlderBuild] != 0 {
				t.Errorf("%s %q, %+v: %v", tt.field, tt.value, o, shorts(l.Warnings))
			}
		}
	}
	a, b := numbered(7001), numbered(7002)
	a.PhonePass, b.PhonePass, b.RegistrationPassword = "12345678901", "12345678902", apiclient.Secret(long)
	l := mustRead(t, listOf(a, b), Options{})
	want := []string{`2 warning older_build phone_pass "***"`, `3 warning older_build registration_password "***"`}
	if d := cmp.Diff(want, shorts(l.Warnings)); d != "" || !strings.HasPrefix(l.Warnings[0].Message, "in 2 rows") {
		t.Error(d, l.Warnings)
	}
	tells(t, l, "1234567890", long[:20])
}

func TestWarningsSaidOnceSayHowManyRowsTheyAreAbout(t *testing.T) {
	var phones []apiclient.Phone
	for n := range 10 {
		p := numbered(7001 + n)
		if n >= 2 {
			p.RegistrationPassword, p.AdminUserGroup = apiclient.Secret(fmt.Sprint("q", n)), "Sales"
		}
		if n == 5 {
			p.AdminUserGroup = "Salse"
		}
		phones = append(phones, p)
	}
	for _, keep := range []bool{false, true} {
		l := mustRead(t, listOf(phones...), Options{Keep: keep})
		want := []string{`4 warning weak_password registration_password "***"`, `4 warning group_unchecked admin_user_group "Sales"`}
		if d := cmp.Diff(want, shortsInOrderOf(want, l.Warnings)); d != "" || l.NWarned != 2 || l.Invalid != 0 {
			t.Error(d, l.NWarned)
		}
		for _, p := range l.Warnings {
			if !strings.HasPrefix(p.Message, "in 8 rows, this is the first: ") {
				t.Error(p.Message)
			}
			if p.Code == codes.GroupUnchecked && !strings.HasSuffix(p.Message, `"Salse" in 1, "Sales" in 7`) {
				t.Error(p.Message)
			}
		}
		if keep && len(l.Rows[2].Problems) != 2 {
			t.Errorf("the row has %v", shorts(l.Rows[2].Problems))
		}
	}
	strict := mustRead(t, listOf(phones...), Options{Strict: true})
	if strict.Counts[codes.WeakPassword] != 8 || strict.Invalid != 8 || strings.Contains(strict.Errors[0].Message, "rows") {
		t.Errorf("%d invalid, %v", strict.Invalid, strict.Errors[0])
	}
}

// shortsInOrderOf returns the problems in the order of the wanted ones, other problems at the end.
func shortsInOrderOf(want []string, problems []Problem) (list []string) {
	got := make(map[string]bool)
	for _, s := range shorts(problems) {
		got[s] = true
	}
	for _, w := range want {
		if got[w] {
			list = append(list, w)
			delete(got, w)
		}
	}
	for s := range got {
		list = append(list, s)
	}
	return list
}
