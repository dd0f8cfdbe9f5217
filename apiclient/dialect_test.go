package apiclient_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
)

// The builds whose source or schema was read (contract/API.md, "Other builds"), and the day before June 2020's build.
const (
	current    apiclient.Build = 241004
	newest     apiclient.Build = 250720
	june2020   apiclient.Build = 200622
	build2018  apiclient.Build = 180301
	build2015  apiclient.Build = 150217
	build2011  apiclient.Build = 110614
	dayBefore  apiclient.Build = 200621
	notYetRead apiclient.Build = 0
)

func TestBuildsStoreDifferently(t *testing.T) {
	long := strings.Repeat("x", 120)
	tests := []struct {
		name   string
		field  apiclient.Field
		sent   string
		stored map[apiclient.Build]string
	}{
		{"a mailbox keeps letters since 2020", apiclient.VoicemailID, "vm-12a", map[apiclient.Build]string{
			notYetRead: "vm12a", newest: "vm12a", current: "vm12a", june2020: "vm12a",
			dayBefore: "12", build2018: "12", build2015: "12", build2011: "12",
		}},
		{"a registration password is 20 wide before 2020", apiclient.RegistrationPassword, long, map[apiclient.Build]string{
			notYetRead: long[:100], newest: long[:100], current: long[:100], june2020: long[:100],
			dayBefore: long[:20], build2018: long[:20], build2015: long[:20], build2011: long[:20],
		}},
		{"a phone password is 10 wide until 2015", apiclient.PhonePass, long, map[apiclient.Build]string{
			notYetRead: long[:100], newest: long[:100], current: long[:100], june2020: long[:100],
			dayBefore: long[:100], build2018: long[:100], build2015: long[:10], build2011: long[:10],
		}},
		{"an address loses ' and % in 2011", apiclient.Email, "o'neil+x%y@a.co", map[apiclient.Build]string{
			notYetRead: "o'neil x%y@a.co", newest: "o'neil x%y@a.co", current: "o'neil x%y@a.co", june2020: "o'neil x%y@a.co",
			dayBefore: "o'neil x%y@a.co", build2018: "o'neil x%y@a.co", build2015: "o'neil x%y@a.co", build2011: "oneil xy@a.co",
		}},
		{"is_webphone is known since 2020", apiclient.IsWebphone, "y", knownSince2020("Y")},
		{"webphone_auto_answer is known since 2020", apiclient.WebphoneAutoAnswer, "n", knownSince2020("N")},
		{"use_external_server_ip is known since 2020", apiclient.UseExternalServerIP, "Y", knownSince2020("Y")},
		{"template_id is known since 2020", apiclient.TemplateID, "SIPTMPL", knownSince2020("SIPTMPL")},
		{"on_hook_agent is known since 2020", apiclient.OnHookAgent, "Y", knownSince2020("Y")},
		{"a login is 15 wide everywhere", apiclient.PhoneLogin, long, onAllBuilds(long[:15])},
		{"an extension is 100 wide everywhere", apiclient.Extension, long, onAllBuilds(long[:100])},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := make(map[apiclient.Build]string)
			for build := range tt.stored {
				var p apiclient.Phone
				p.Set(tt.field, tt.sent)
				p = apiclient.Dialect{Build: build}.Stores(p)
				got[build] = p.Value(tt.field)
			}
			if diff := cmp.Diff(tt.stored, got); diff != "" {
				t.Errorf("want (-), got (+):\n%s", diff)
			}
		})
	}
}

func knownSince2020(v string) map[apiclient.Build]string {
	m := onAllBuilds(v)
	m[dayBefore], m[build2018], m[build2015], m[build2011] = "", "", "", ""
	return m
}

func onAllBuilds(v string) map[apiclient.Build]string {
	return map[apiclient.Build]string{notYetRead: v, newest: v, current: v, june2020: v, dayBefore: v, build2018: v, build2015: v, build2011: v}
}

func TestOldBuildsDoNotKnowTheWebphoneFields(t *testing.T) {
	webphone := []string{"is_webphone", "webphone_auto_answer", "use_external_server_ip", "template_id", "on_hook_agent"}
	for _, fn := range []apiclient.Function{apiclient.AddPhone, apiclient.UpdatePhone} {
		for _, d := range []apiclient.Dialect{{Build: june2020}, {Build: dayBefore}, {Build: dayBefore, NonLatin: true}} {
			for _, name := range webphone {
				if _, known := d.Spec(fn, name); known != (d.Build >= june2020) {
					t.Errorf("%s of build %s: %s known: %v", fn, d.Build, name, known)
				}
			}
			want := len(apiclient.Dialect{}.Specs(fn))
			if d.Build < june2020 {
				want -= len(webphone)
			}
			if got := len(d.Specs(fn)); got != want {
				t.Errorf("%s of build %s has %d fields, want %d", fn, d.Build, got, want)
			}
		}
	}
}

func TestParseBuild(t *testing.T) {
	for text, want := range map[string]apiclient.Build{
		"241004-1518": 241004, "110614-0001": 110614, "090101-0000": 90101, "241004": 241004,
		"": 0, "-": 0, "24100-1518": 0, "2410041-1": 0, "abcdef-1518": 0, "000000-0000": 0, "-24100-1": 0, "24100.": 0,
	} {
		got, err := apiclient.ParseBuild(text)
		if got != want || (err != nil) != (want == 0) {
			t.Errorf("ParseBuild(%q) = %s, %v; want %s", text, got, err, want)
		}
	}
	if got := apiclient.Build(90101).String(); got != "090101" {
		t.Errorf("the build of 2009 prints as %s", got)
	}
}

func TestAgentScreenDropsWhatCannotBeTyped(t *testing.T) {
	tests := []struct{ login, latin, nonLatin string }{
		{"1001", "1001", "1001"},
		{"JohnDoe", "JohnDoe", "JohnDoe"},
		{"john_doe", "johndoe", "johndoe"},
		{"25-1", "251", "251"},
		{"a b.c", "abc", "abc"},
		{"josé", "jos", "josé"},
		{"日本7", "7", "日本7"},
		{"caf\xe9", "caf", ""}, // PHP's /u expressions return an empty text for invalid UTF-8
		{"--", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		if got := (apiclient.Dialect{}).AgentScreen(tt.login); got != tt.latin {
			t.Errorf("AgentScreen(%q) = %q, want %q", tt.login, got, tt.latin)
		}
		if got := (apiclient.Dialect{NonLatin: true}).AgentScreen(tt.login); got != tt.nonLatin {
			t.Errorf("non-latin: AgentScreen(%q) = %q, want %q", tt.login, got, tt.nonLatin)
		}
	}
}

func TestFoldTellsKeysApartAsTheDialerDoes(t *testing.T) {
	tests := []struct {
		a, b                  string
		sameLatin, sameNonLat bool
	}{
		{"JohnDoe", "johndoe", true, true},
		{"john_doe", "johndoe", false, false},
		{"josé", "jose", false, true},
		{"JOSÉ", "jose", false, true},
		{"jose\u0301", "josé", false, true},
		{"Ångström", "angstrom", false, true},
		{"иван", "ИВАН", true, true},
		{"日本", "日元", false, false},
		{"", "", true, true},
		{"10.0.9.8", "10.0.9.8", true, true},
		{"0100", "100", false, false},
	}
	for _, tt := range tests {
		for nonLatin, want := range map[bool]bool{false: tt.sameLatin, true: tt.sameNonLat} {
			d := apiclient.Dialect{NonLatin: nonLatin}
			if got := d.Fold(tt.a) == d.Fold(tt.b); got != want {
				t.Errorf("non-latin %v: %q and %q are one key: %v, want %v", nonLatin, tt.a, tt.b, got, want)
			}
		}
	}
}

func TestOlderListsTheBuildsOfTheTable(t *testing.T) {
	want := map[apiclient.Field]string{
		apiclient.VoicemailID: "200622", apiclient.PhonePass: "180301", apiclient.RegistrationPassword: "200622", apiclient.Email: "150217",
	}
	for _, d := range []apiclient.Dialect{{}, {NonLatin: true}, {Build: 150217}} {
		for _, f := range apiclient.Fields() {
			got := ""
			for _, older := range d.Older(apiclient.AddPhone, f.String()) {
				got += older.Before.String()
				exact, known := apiclient.Dialect{NonLatin: d.NonLatin, Build: older.Before - 1}.Spec(apiclient.AddPhone, f.String())
				if v := "é%'x1!" + strings.Repeat("7", 120); !known || older.Stored(v) != exact.Stored(v) {
					t.Errorf("%s before %s stores %q", f, older.Before, older.Stored(v))
				}
			}
			if got != want[f] {
				t.Errorf("%s: builds before %q differ", f, got)
			}
		}
	}
	if (apiclient.Dialect{}).Older(apiclient.AddPhone, "no_such_field") != nil {
		t.Error("an unknown field has older specs")
	}
}
