package preflight

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// harmlessDifferences are values with their mended forms. what is empty for a value that is not mended; unmendable
// values have a problem.
var harmlessDifferences = []struct {
	field      apiclient.Field
	from, to   string
	what       string
	unmendable bool
}{
	{field: apiclient.Extension, from: " 8101 ", to: "8101", what: "trimmed"},
	{field: apiclient.PhoneFullName, from: "\u00a0Ann Lee\t", to: "Ann Lee", what: "trimmed"},
	{field: apiclient.PhoneFullName, from: "Ann  Lee", to: "Ann  Lee"},
	{field: apiclient.Protocol, from: "sip", to: "SIP", what: "spelt exactly"},
	{field: apiclient.Protocol, from: "ZAP", to: "Zap", what: "spelt exactly"},
	{field: apiclient.Protocol, from: "External", to: "EXTERNAL", what: "spelt exactly"},
	{field: apiclient.Protocol, from: "iax2", to: "IAX2", what: "spelt exactly"},
	{field: apiclient.Protocol, from: "SIP", to: "SIP"},
	{field: apiclient.Protocol, from: "pjsip", to: "pjsip", unmendable: true},
	// There is no template.
	{field: apiclient.IsWebphone, from: "y_api_launch", to: "Y_API_LAUNCH", what: "spelt exactly", unmendable: true},
	{field: apiclient.IsWebphone, from: "n", to: "N", what: "spelt exactly"},
	{field: apiclient.WebphoneAutoAnswer, from: "n", to: "N", what: "spelt exactly"},
	{field: apiclient.UseExternalServerIP, from: "y", to: "Y", what: "spelt exactly"},
	{field: apiclient.OnHookAgent, from: "y", to: "Y", what: "spelt exactly"},
	{field: apiclient.OnHookAgent, from: "yes", to: "Y", what: "written as Y or N"},
	{field: apiclient.OnHookAgent, from: "TRUE", to: "Y", what: "written as Y or N"},
	{field: apiclient.OnHookAgent, from: "1", to: "Y", what: "written as Y or N"},
	{field: apiclient.OnHookAgent, from: "X", to: "Y", what: "written as Y or N"},
	{field: apiclient.OnHookAgent, from: "on", to: "Y", what: "written as Y or N"},
	{field: apiclient.OnHookAgent, from: "✓", to: "Y", what: "written as Y or N"},
	{field: apiclient.OnHookAgent, from: "WAHR", to: "Y", what: "written as Y or N"},
	{field: apiclient.OnHookAgent, from: "Sí", to: "Y", what: "written as Y or N"},
	{field: apiclient.WebphoneAutoAnswer, from: "No", to: "N", what: "written as Y or N"},
	{field: apiclient.WebphoneAutoAnswer, from: "false", to: "N", what: "written as Y or N"},
	{field: apiclient.UseExternalServerIP, from: "0", to: "N", what: "written as Y or N"},
	{field: apiclient.UseExternalServerIP, from: "OFF", to: "N", what: "written as Y or N"},
	{field: apiclient.IsWebphone, from: "-", to: "N", what: "written as Y or N"},
	{field: apiclient.IsWebphone, from: "no", to: "N", what: "written as Y or N"},
	{field: apiclient.IsWebphone, from: "api", to: "api", unmendable: true},
	{field: apiclient.OnHookAgent, from: "Y_API_LAUNCH", to: "Y_API_LAUNCH", unmendable: true},
	{field: apiclient.OnHookAgent, from: "2", to: "2", unmendable: true},
	{field: apiclient.LocalGMT, from: "-5", to: "-5.00", what: "written with two decimals"},
	{field: apiclient.LocalGMT, from: "5.5", to: "5.50", what: "written with two decimals"},
	{field: apiclient.LocalGMT, from: "-03.50", to: "-3.50", what: "written with two decimals"},
	{field: apiclient.LocalGMT, from: "0", to: "0.00", what: "written with two decimals"},
	{field: apiclient.LocalGMT, from: "-0.0", to: "0.00", what: "written with two decimals"},
	{field: apiclient.LocalGMT, from: "12.750", to: "12.75", what: "written with two decimals"},
	{field: apiclient.LocalGMT, from: "-5.00", to: "-5.00"},
	{field: apiclient.LocalGMT, from: "8.25", to: "8.25", unmendable: true},
	{field: apiclient.LocalGMT, from: "\u22125.00", to: "-5.00", what: "given plain dashes"},
	{field: apiclient.OutboundCID, from: "+1 (727) 555-1212", to: "17275551212", what: "reduced to digits"},
	{field: apiclient.OutboundCID, from: "727.555.1212", to: "7275551212", what: "reduced to digits"},
	{field: apiclient.OutboundCID, from: "727.5551212", to: "7275551212", what: "reduced to digits"},
	{field: apiclient.OutboundCID, from: "1.5", to: "1.5", unmendable: true},
	{field: apiclient.OutboundCID, from: "7.27555", to: "7.27555", unmendable: true},
	{field: apiclient.OutboundCID, from: "-5", to: "-5", unmendable: true},
	{field: apiclient.OutboundCID, from: "7275551212", to: "7275551212"},
	{field: apiclient.OutboundCID, from: "---ALL---", to: "---ALL---"},
	{field: apiclient.OutboundCID, from: "7.27555E+09", to: "7.27555E+09", unmendable: true},
	{field: apiclient.ServerIP, from: "010.000.009.008", to: "10.0.9.8", what: "freed of leading zeros"},
	{field: apiclient.ServerIP, from: "10.0.9.08", to: "10.0.9.8", what: "freed of leading zeros"},
	{field: apiclient.ServerIP, from: "10.0.100.0", to: "10.0.100.0"},
	{field: apiclient.ServerIP, from: "010.0.9", to: "010.0.9", unmendable: true},
	{field: apiclient.ServerIP, from: "010.0.9.x", to: "010.0.9.x", unmendable: true},
	{field: apiclient.ServerIP, from: "0010.0.9.8", to: "0010.0.9.8", unmendable: true},
	{field: apiclient.ServerIP, from: "010.0.9.300", to: "10.0.9.300", what: "freed of leading zeros", unmendable: true},
	{field: apiclient.TemplateID, from: "--NONE--", to: "", what: "emptied, as it says none"},
	{field: apiclient.TemplateID, from: "--none--", to: "", what: "emptied, as it says none"},
	{field: apiclient.TemplateID, from: "NONE", to: "", what: "emptied, as it stands for no value"},
	{field: apiclient.OutboundCID, from: "727-555-1212 x9", to: "727-555-1212 x9", unmendable: true},
}

func TestHarmlessDifferencesAreMended(t *testing.T) {
	for _, tt := range harmlessDifferences {
		t.Run(fmt.Sprintf("%s %s", tt.field, tt.from), func(t *testing.T) {
			l := mustRead(t, listOf(with(tt.field, tt.from)), Options{Keep: true})
			if got := l.Rows[0].Phone.Value(tt.field); got != tt.to {
				t.Errorf("got %q, want %q", got, tt.to)
			}
			want := []Mend{}
			if tt.what != "" {
				want = []Mend{{Column: tt.field.String(), What: tt.what, Rows: 1, Line: 2, Example: fmt.Sprintf("%q → %q", tt.from, tt.to)}}
			}
			if d := cmp.Diff(want, l.Mends); d != "" {
				t.Error(d)
			}
			if found := len(l.Rows[0].Problems) > 0; found != tt.unmendable {
				t.Errorf("problems %v", shorts(l.Rows[0].Problems))
			}
		})
	}
}

func TestMendsAreCountedByColumnAndKind(t *testing.T) {
	phones := []apiclient.Phone{numbered(101), numbered(102), numbered(103), numbered(104)}
	phones[1].LocalGMT, phones[2].LocalGMT, phones[3].LocalGMT = " -5 ", "-6", "-6.00 "
	phones[2].Protocol, phones[3].Protocol = "Sip", "sIP"
	l := mustRead(t, listOf(phones...), Options{})
	want := []Mend{
		{Column: "local_gmt", What: "trimmed", Rows: 2, Line: 3, Example: `" -5 " → "-5"`},
		{Column: "local_gmt", What: "written with two decimals", Rows: 2, Line: 3, Example: `"-5" → "-5.00"`},
		{Column: "protocol", What: "spelt exactly", Rows: 2, Line: 4, Example: `"Sip" → "SIP"`},
	}
	if d := cmp.Diff(want, l.Mends); d != "" {
		t.Error(d)
	}
}

func TestMendsOfPasswordsShowNoExample(t *testing.T) {
	p := with(apiclient.PhonePass, " hunter2x", apiclient.RegistrationPassword, "s3cretxy ")
	l := mustRead(t, listOf(p), Options{Keep: true})
	want := []Mend{
		{Column: "phone_pass", What: "trimmed", Rows: 1, Line: 2},
		{Column: "registration_password", What: "trimmed", Rows: 1, Line: 2},
	}
	if d := cmp.Diff(want, l.Mends); d != "" {
		t.Error(d)
	}
	if got := l.Rows[0].Phone; got.PhonePass != "hunter2x" || got.RegistrationPassword != "s3cretxy" {
		t.Error("passwords are not trimmed")
	}
	tells(t, l, "hunter2x", "s3cretxy")
}

func TestManyDifferentOffsetsAreStillMended(t *testing.T) {
	var phones []apiclient.Phone
	for n := range maxZones + 50 {
		p := numbered(1000 + n)
		p.LocalGMT = fmt.Sprintf("x%d", n)
		phones = append(phones, p)
	}
	last := numbered(999)
	last.LocalGMT = "-7"
	l := mustRead(t, listOf(append(phones, last, last)...), Options{Keep: true, Ignore: ignoring(codes.DupExtension, codes.DupLogin)})
	for _, row := range l.Rows[len(phones):] {
		if row.Phone.LocalGMT != "-7.00" {
			t.Errorf("line %d: %q", row.Line, row.Phone.LocalGMT)
		}
	}
	if got := l.Counts[apiclient.CodeTimezone]; got != len(phones) {
		t.Errorf("%d bad offsets", got)
	}
}

// A number that passed through a floating-point column ends in ".0", which is not punctuation.
func TestACallerIDThatWasAFloatIsNotMadeLonger(t *testing.T) {
	l := mustRead(t, listOf(with(apiclient.OutboundCID, "7275551212.0")), Options{Keep: true})
	if got := l.Rows[0].Phone.OutboundCID; got != "7275551212" && !l.Rows[0].Invalid {
		t.Errorf("mended to %q", got)
	}
}

func TestMendingIsDoneOnce(t *testing.T) {
	l := mustRead(t, listOf(with(apiclient.Protocol, " sip ", apiclient.LocalGMT, "-5", apiclient.OutboundCID, "(727) 555")), Options{Keep: true})
	again := mustRead(t, listOf(l.Rows[0].Phone), Options{Keep: true})
	if len(again.Mends) != 0 || !slices.Equal(shorts(l.Rows[0].Problems), shorts(again.Rows[0].Problems)) {
		t.Errorf("mended again: %v", again.Mends)
	}
	if d := cmp.Diff(l.Rows[0].Phone, again.Rows[0].Phone); d != "" {
		t.Error(d)
	}
}
