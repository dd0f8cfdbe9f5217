package preflight

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// headed returns a list of the good phone under a header with some names replaced, and with more columns at the end.
func headed(rename map[string]string, more ...string) string {
	header, cells := requiredOf(good())
	for i, h := range header {
		if n, ok := rename[h]; ok {
			header[i] = n
		}
	}
	for _, m := range more {
		header, cells = append(header, m), append(cells, "x")
	}
	return table(header, cells)
}

func headerError(t *testing.T, list string, o Options) *columns.HeaderError {
	t.Helper()
	l, err := Read(t.Context(), strings.NewReader(list), o)
	var e *columns.HeaderError
	if !errors.As(err, &e) || l != nil {
		t.Fatalf("got %v, %v, want a HeaderError", l, err)
	}
	return e
}

func hints(e *columns.HeaderError) string { return strings.Join(e.Hints(), "; ") }

func TestColumnsMayStandInAnyOrder(t *testing.T) {
	header, cells := requiredOf(good())
	slices.Reverse(header)
	slices.Reverse(cells)
	l := mustRead(t, table(header, cells), Options{Keep: true})
	if d := cmp.Diff(good(), l.Rows[0].Phone); d != "" || l.Invalid != 0 {
		t.Error(d, l.Errors)
	}
}

func TestHeaderSpellingDoesNotMatter(t *testing.T) {
	for _, name := range []string{"phone_login", "Phone Login", "PHONE-LOGIN", "phonelogin", " Phone_login ", "phone\u00a0login", "PhoneLogin", "phone - login"} {
		l := mustRead(t, headed(map[string]string{"phone_login": name}), Options{Keep: true})
		if got := l.Rows[0].Phone.PhoneLogin; got != "8101" || len(l.Unknown) != 0 {
			t.Errorf("%q: login %q, unknown %q", name, got, l.Unknown)
		}
	}
}

func TestProblemsNameTheColumnAsTheListDoes(t *testing.T) {
	header, cells := requiredOf(with(apiclient.PhoneLogin, "a b"))
	header[slices.Index(header, "phone_login")] = "Phone Login"
	l := mustRead(t, table(header, cells), Options{})
	if l.Errors[0].Column != "Phone Login" {
		t.Errorf("got %q", l.Errors[0].Column)
	}
}

func TestUnknownColumnsAreNamedOnce(t *testing.T) {
	header, cells := requiredOf(good())
	header = append(header, "Desk", "Hire Date", "problem", "PROBLEM ", "")
	cells = append(cells, "4", "2020", "bad", "worse", "x")
	l := mustRead(t, table(header, cells, cells, cells), Options{})
	if d := cmp.Diff([]string{"Desk", "Hire Date"}, l.Unknown); d != "" {
		t.Error(d)
	}
}

func TestMissingColumnsAreAllInOneError(t *testing.T) {
	header, cells := requiredOf(good(), apiclient.OutboundCID, apiclient.ServerIP)
	header[slices.Index(header, "phone_login")] = "phone_logn"
	e := headerError(t, table(append(header, "Desk"), append(cells, "4")), Options{})
	if d := cmp.Diff([]string{"phone_login", "server_ip", "outbound_cid"}, e.Missing); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(map[string]string{"phone_login": "phone_logn"}, e.Suggestion); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(append(header, "Desk"), e.Found); d != "" {
		t.Error(d)
	}
	if got := e.Error(); e.Line != 1 || !strings.Contains(got, "line 1") || !strings.Contains(got, "phone_login, server_ip, outbound_cid") {
		t.Error(got)
	}
	for _, want := range []string{`rename column "phone_logn" to phone_login`, "--default", `"Desk"`} {
		if !strings.Contains(hints(e), want) {
			t.Errorf("%q is not in the hint: %s", want, hints(e))
		}
	}
}

func TestSuggestionsAreCloseOrNone(t *testing.T) {
	for name, want := range map[string]string{
		"phone_logn": "phone_login", "Login Phone": "", "fone_login": "phone_login", "phonelogins": "phone_login", "desk": "", "日本": "",
	} {
		e := headerError(t, headed(map[string]string{"phone_login": name}), Options{})
		got := ""
		if e.Suggestion["phone_login"] == name {
			got = "phone_login"
		}
		if got != want {
			t.Errorf("%q: suggestions %v", name, e.Suggestion)
		}
	}
}

func TestTwoColumnsForAFieldAreRefused(t *testing.T) {
	e := headerError(t, headed(nil, "Extension", "EXTENSION", "Phone-Pass"), Options{})
	want := map[string][]string{"extension": {"extension", "Extension", "EXTENSION"}, "phone_pass": {"phone_pass", "Phone-Pass"}}
	if d := cmp.Diff(want, e.Twice); d != "" || len(e.Missing) != 0 {
		t.Error(d, e.Missing)
	}
	if !strings.Contains(e.Error(), `two columns mean extension: "extension", "Extension", "EXTENSION"`) {
		t.Error(e.Error())
	}
	if strings.HasPrefix(hints(e), ";") {
		t.Error(hints(e))
	}
}

func TestTwiceAndMissingAreSaidTogether(t *testing.T) {
	e := headerError(t, headed(map[string]string{"server_ip": "extension"}), Options{})
	if len(e.Twice["extension"]) != 2 || !slices.Equal(e.Missing, []string{"server_ip"}) {
		t.Errorf("twice %v, missing %v", e.Twice, e.Missing)
	}
	for _, want := range []string{"two columns mean extension", "missing columns: server_ip"} {
		if !strings.Contains(e.Error(), want) {
			t.Errorf("%q is not in %s", want, e.Error())
		}
	}
}

func TestAListWithoutHeaderIsNoticed(t *testing.T) {
	_, cells := requiredOf(good())
	e := headerError(t, table(cells, cells), Options{})
	if !e.Headless || !strings.Contains(e.Error(), "no header") {
		t.Errorf("got %+v", e)
	}
	for _, secret := range []string{good().PhonePass.Reveal(), good().RegistrationPassword.Reveal()} {
		if strings.Contains(e.Error()+hints(e), secret) {
			t.Errorf("the first row's passwords are repeated: %s; %s", e.Error(), hints(e))
		}
	}
}

func TestAResultsFileIsRecognised(t *testing.T) {
	const header = "line,kind,status,code,message,hint,dialer,server_ip,extension,phone_login,phone_full_name,verified,attempts,duration_ms,finished_at,run\n"
	e := headerError(t, header+"2,phone,added,added,,,x,10.0.9.8,8101,8101,Ann,yes,1,3,2026-01-01T00:00:00Z,r\n", Options{})
	if !e.Results || !strings.Contains(e.Error(), "results file") || !strings.Contains(hints(e), ".failed.csv") {
		t.Errorf("got %+v", e)
	}
}

func TestADefaultStandsInForARequiredColumn(t *testing.T) {
	header, cells := requiredOf(good(), apiclient.ServerIP, apiclient.PhoneLogin)
	o := Options{Keep: true, Filling: mustDefaults(t, "server_ip=10.0.9.8", "phone_login={extension}")}
	l := mustRead(t, table(header, cells), o)
	if d := cmp.Diff(good(), l.Rows[0].Phone); d != "" || l.Invalid != 0 {
		t.Error(d, l.Errors)
	}
	o.Filling = mustDefaults(t, "server_ip=10.0.9.8")
	if e := headerError(t, table(header, cells), o); !slices.Equal(e.Missing, []string{"phone_login"}) {
		t.Errorf("missing %v", e.Missing)
	}
}

func TestWhatIsNoListIsAFormatError(t *testing.T) {
	for name, list := range map[string]string{"empty": "", "workbook": "PK\x03\x04", "web page": "<html>"} {
		var format *sheet.FormatError
		if _, err := Read(t.Context(), strings.NewReader(list), Options{}); !errors.As(err, &format) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestSuggestionsComeFromSynonymsToo(t *testing.T) {
	rename := map[string]string{
		"registration_password": "SIP Pasword", "server_ip": "Telefony Server", "phone_login": "phone_logi", "phone_pass": "phone_logim", "extension": "Text",
	}
	e := headerError(t, headed(rename), Options{})
	want := map[string]string{"registration_password": "SIP Pasword", "server_ip": "Telefony Server", "phone_login": "phone_logi"}
	if d := cmp.Diff(want, e.Suggestion); d != "" {
		t.Error(d)
	}
}

func TestValuesInColumnsWithoutANameAreTold(t *testing.T) {
	header, cells := requiredOf(good())
	other := append([]string{}, cells...)
	other[0], other[1], other[3] = "8102", "8102", "8102"
	l := mustRead(t, table(append(header, "", ""), append(cells, "", ""), append(other, " ", "John")), Options{})
	if l.Nameless != (Nameless{Rows: 1, Line: 3}) || l.NErrors > 0 {
		t.Errorf("%+v, %v", l.Nameless, l.Errors)
	}
	if l = mustRead(t, table(append(header, ""), append(cells, " ")), Options{}); l.Nameless.Rows != 0 {
		t.Errorf("%+v", l.Nameless)
	}
}
