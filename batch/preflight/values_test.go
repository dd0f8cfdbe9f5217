package preflight

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// readOne reads a list of one phone.
func readOne(t *testing.T, p apiclient.Phone, o Options) *Row {
	t.Helper()
	o.Keep, o.Problems = true, 100
	return mustRead(t, listOf(p), o).Rows[0]
}

func TestWordsForNothing(t *testing.T) {
	for _, word := range strings.Fields(`NULL Null null \N (null) <NULL> [null] nil None NONE none (none) nan NaN NAN NaT <NA> N/A n/a n.a. undefined TBD tbd
		- -- --- — – ? ??? (blank) --BLANK-- (Leer) k.A. #`) {
		optional := readOne(t, with(apiclient.Email, word, apiclient.TemplateID, word, apiclient.PhoneContext, word), Options{})
		if optional.Invalid || optional.Phone.Email+optional.Phone.TemplateID+optional.Phone.PhoneContext != "" {
			t.Errorf("%q in optional fields: %+v, %v", word, optional.Phone, shorts(optional.Problems))
		}
		for _, f := range []apiclient.Field{apiclient.Extension, apiclient.PhonePass, apiclient.RegistrationPassword, apiclient.ServerIP, apiclient.OutboundCID} {
			required := readOne(t, with(f, word), Options{})
			if d := cmp.Diff([]string{"error word_for_nothing " + f.String()}, severities(required.Problems)); d != "" {
				t.Errorf("%q in %s: %s", word, f, d)
			}
			ignored := readOne(t, with(f, word), Options{Ignore: ignoring(codes.Nothing)})
			if !ignored.Invalid || ignored.Phone.Value(f) != "" {
				t.Errorf("%q in %s is ignored: %q, %v", word, f, ignored.Phone.Value(f), shorts(ignored.Problems))
			}
		}
	}
	for name, nothing := range map[string]bool{"Null": false, "Na": false, "Nil": false, "Ann Null": false, "nan": true, "NaN": true, "NULL": true, "None": true, "n/a": true} {
		if row := readOne(t, with(apiclient.PhoneFullName, name), Options{}); row.Invalid != nothing {
			t.Errorf("name %q: %v", name, shorts(row.Problems))
		}
	}
	if row := readOne(t, with(apiclient.IsWebphone, "-", apiclient.WebphoneAutoAnswer, "NULL"), Options{}); row.Phone.IsWebphone != "N" || row.Phone.WebphoneAutoAnswer != "" {
		t.Errorf("a dash is %q, NULL is %q", row.Phone.IsWebphone, row.Phone.WebphoneAutoAnswer)
	}
}

// severities returns problems as severity, code and column.
func severities(problems []Problem) []string {
	list := []string{}
	for _, p := range problems {
		list = append(list, p.Severity.String()+" "+string(p.Code)+" "+p.Column)
	}
	return list
}

func TestWhatProgramsPutAroundValues(t *testing.T) {
	for _, tt := range []struct {
		field      apiclient.Field
		from, want string
	}{
		{apiclient.Extension, `="0800"`, "0800"},
		{apiclient.PhonePass, `="Gx7kPq2w"`, "Gx7kPq2w"},
		{apiclient.PhoneFullName, `="Ann ""B"""`, `Ann "B"`},
		{apiclient.LocalGMT, `="-5.00"`, "-5.00"},
		{apiclient.PhoneFullName, `="a"&"b"`, `="a"&"b"`},
		{apiclient.Extension, "'0800", "0800"},
		{apiclient.Extension, "’0800", "0800"},
		{apiclient.LocalGMT, "'-5.00", "-5.00"},
		{apiclient.OutboundCID, "'+1 727 555 1212", "17275551212"},
		{apiclient.PhoneFullName, "'t Hooft", "'t Hooft"},
		{apiclient.PhonePass, "'0800", "'0800"},
		{apiclient.Extension, "8101.0", "8101"},
		{apiclient.OutboundCID, "7275551212.00", "7275551212"},
		{apiclient.Extension, "8101.5", "8101.5"},
		{apiclient.PhonePass, "8101.0", "8101.0"},
		{apiclient.OutboundCID, `"Sales" <7275551212>`, "7275551212"},
		{apiclient.OutboundCID, "Sales <+1 (727) 555-1212>", "17275551212"},
		{apiclient.OutboundCID, "<7275551212>", "7275551212"},
		{apiclient.PhoneFullName, "JosÃ© GarcÃ\u00ada", "Jose Garcia"},
		{apiclient.PhoneFullName, "MÃ¼ller", "Muller"},
		{apiclient.PhoneFullName, "Ãngel", "Angel"},
		{apiclient.PhoneFullName, "Åsa Ödman", "Asa Odman"},
		{apiclient.PhoneFullName, "O&#39;Brien", "O'Brien"},
		{apiclient.PhoneFullName, "M&uuml;ller", "Muller"},
		{apiclient.PhoneFullName, "AT&T", "AT&T"},
		{apiclient.PhoneFullName, "Ann\r\nLee", "Ann Lee"},
		{apiclient.PhoneFullName, "Ann\v Lee\u2028Roe", "Ann Lee Roe"},
	} {
		row := readOne(t, with(tt.field, tt.from), Options{})
		if got := row.Phone.Value(tt.field); got != tt.want {
			t.Errorf("%s %q became %q, want %q", tt.field, tt.from, got, tt.want)
		}
	}
}

func TestWhatNeverWorksAndWhatIsOdd(t *testing.T) {
	const ext, login, pass, cid = apiclient.Extension, apiclient.PhoneLogin, apiclient.PhonePass, apiclient.OutboundCID
	protocol, name := apiclient.Protocol, apiclient.PhoneFullName
	for _, tt := range []struct {
		phone apiclient.Phone
		want  []string
	}{
		{with(login, "7"), []string{"error too_short phone_login"}},
		{with(pass, "x"), []string{"error too_short phone_pass"}},
		{with(ext, "General"), []string{"error reserved_extension extension"}},
		{with(ext, "authentication", protocol, "IAX2"), []string{"error reserved_extension extension"}},
		{with(ext, "astLOOP", protocol, "IAX2"), []string{"error reserved_extension extension"}},
		{with(ext, "ASTblind"), []string{}},
		{with(ext, "general", protocol, "EXTERNAL"), []string{}},
		{with(pass, "-Gx7kPq2"), []string{"warning pin_with_dash phone_pass"}},
		{with(ext, "2001-2005"), []string{"warning extension_range extension"}},
		{with(ext, "2001–2005"), []string{"warning extension_range extension"}},
		{with(ext, "25-1", protocol, "Zap"), []string{}},
		{with(cid, "8101"), []string{"warning internal_caller_id outbound_cid"}},
		{with(cid, "0"), []string{"warning internal_caller_id outbound_cid"}},
		{with(cid, "12345"), []string{"warning internal_caller_id outbound_cid"}},
		{with(cid, "0000000000"), []string{}},
		{with(cid, "---ALL---"), []string{}},
		{with(login, "TRUE"), []string{"error truth_value phone_login"}},
		{with(pass, "false"), []string{"error truth_value phone_pass"}},
		{with(ext, "WAHR"), []string{"error truth_value extension"}},
		{with(name, "TRUE"), []string{"warning truth_value phone_full_name"}},
		{with(name, "Vero"), []string{}},
	} {
		if d := cmp.Diff(tt.want, severities(readOne(t, tt.phone, Options{}).Problems)); d != "" {
			t.Errorf("%q: %s", phoneValues(tt.phone), d)
		}
	}
}

func TestOneDialplanNumberOnTwoServers(t *testing.T) {
	on := func(n int, server, dialplan string) apiclient.Phone {
		p := numbered(n)
		p.ServerIP, p.DialplanNumber = server, dialplan
		return p
	}
	for name, tt := range map[string]struct {
		phones []apiclient.Phone
		want   int
	}{
		"two people, two servers": {[]apiclient.Phone{on(8101, "10.0.9.8", "100"), on(8102, "10.0.9.9", "100")}, 1},
		"two people, one server":  {[]apiclient.Phone{on(8101, "10.0.9.8", "100"), on(8102, "10.0.9.8", "100")}, 0},
		"one person, two servers": {[]apiclient.Phone{on(8101, "10.0.9.8", "100"), on(8101, "10.0.9.9", "100")}, 0},
		"two numbers":             {[]apiclient.Phone{on(8101, "10.0.9.8", "100"), on(8102, "10.0.9.9", "101")}, 0},
	} {
		if l := mustRead(t, listOf(tt.phones...), Options{}); l.Counts[codes.DialplanServers] != tt.want {
			t.Errorf("%s: %v", name, l.Counts)
		}
	}
}
