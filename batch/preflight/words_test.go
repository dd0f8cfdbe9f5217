package preflight

import (
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

func TestProblemsSayWhatTheDialerWouldStore(t *testing.T) {
	for _, tt := range []struct {
		field         apiclient.Field
		value         string
		message, hint string
	}{
		{apiclient.OutboundCID, "7.27555E+09", "scientific notation", "format the column as Text"},
		{apiclient.Email, "bob+vm@example.com", `turns + into a space and would store "bob vm@example.com"`, "letters"},
		{apiclient.PhoneLogin, "john.doe", `"johndoe"`, "letters"},
		{apiclient.PhoneLogin, "abcdefghijklmnopq", `17 characters, the dialer stores only 15: "abcdefghijklmno"`, "at most 15"},
		{apiclient.PhoneLogin, "john-doe", `"johndoe"`, "letters and digits"},
		{apiclient.PhoneFullName, "日本", "every character", "letters"},
		{apiclient.LocalGMT, "8.25", "does not know this offset", "8.00"},
		{apiclient.LocalGMT, "-5.25", "does not know this offset", "-5.00"},
		{apiclient.LocalGMT, "EST", "does not know this offset", "-5.00"},
		{apiclient.LocalGMT, "est", "does not know this offset", "America/New_York, write that"},
		{apiclient.LocalGMT, "UTC+05:20", "does not know this offset", "5.50"},
		{apiclient.LocalGMT, "Australia/Eucla", "does not know this offset, 8.75 in winter", "9.00"},
		{apiclient.LocalGMT, "99.99", "does not know this offset", "such as -5.00"},
		{apiclient.Protocol, "PJSIP", "PJSIP", "IAX2, SIP, Zap, EXTERNAL"},
		{apiclient.IsWebphone, "maybe", "stores N", "Y, N, Y_API_LAUNCH"},
		{apiclient.WebphoneAutoAnswer, "maybe", "stores Y", "Y, N"},
		{apiclient.Extension, "1", "fewer than 2", "at least 2"},
		{apiclient.ServerIP, "10.0.9", "no IPv4", "Admin → Servers"},
	} {
		l := mustRead(t, listOf(with(tt.field, tt.value)), Options{Keep: true})
		if !slices.ContainsFunc(l.Rows[0].Problems, func(p Problem) bool {
			return p.Value == tt.value && strings.Contains(p.Message, tt.message) && strings.Contains(p.Hint, tt.hint)
		}) {
			t.Errorf("%s %q: no problem says %q and %q: %+v", tt.field, tt.value, tt.message, tt.hint, l.Rows[0].Problems)
		}
	}
}

func TestValuesAreShownAsListed(t *testing.T) {
	l := mustRead(t, listOf(with(apiclient.LocalGMT, " EST "), numbered(55)), Options{})
	if got := l.Errors[0].Value; got != " EST " {
		t.Errorf("got %q", got)
	}
}

func TestPasswordsAreNeverShown(t *testing.T) {
	tooWide := strings.Repeat("q7", 60)
	for _, secret := range []string{"hun!ter2x", " hun!ter2x", tooWide, tooWide + "!", "qü7xq", "@@@@", "hunter2x\nhunter3x"} {
		for _, d := range []apiclient.Dialect{{}, {Build: old}, {NonLatin: true}} {
			for _, strict := range []bool{false, true} {
				p := with(apiclient.PhonePass, secret, apiclient.RegistrationPassword, secret, apiclient.LocalGMT, "")
				l := mustRead(t, listOf(p, p), Options{Keep: true, Dialect: d, Strict: strict})
				tells(t, l, strings.TrimSpace(secret), "hunter", "q7q7", "qü7", "q7x", "@@")
				masked := 0
				for _, p := range l.Errors {
					if p.Column == "phone_pass" || p.Column == "registration_password" {
						masked++
						if p.Value != "***" {
							t.Errorf("value %q", p.Value)
						}
					}
				}
				if d.NonLatin && secret == "qü7xq" {
					continue // a dialer that keeps letters of every script
				}
				if masked < 4 {
					t.Errorf("%q, build %s: %d problems with passwords: %v", secret, d.Build, masked, shorts(l.Errors))
				}
			}
		}
	}
}

func TestAnEmptyPasswordIsShownAsEmpty(t *testing.T) {
	l := mustRead(t, listOf(with(apiclient.PhonePass, "")), Options{})
	if got := short(l.Errors[0]); got != `2 error missing_value phone_pass ""` {
		t.Error(got)
	}
}

// Values that a remedy proposes must not be refused.
func TestTheHintForAnEmptyPasswordCanBeFollowed(t *testing.T) {
	l := mustRead(t, listOf(with(apiclient.PhonePass, "")), Options{})
	if strings.Contains(l.Errors[0].Hint, "phone_pass=…") {
		t.Error(l.Errors[0].Hint)
	}
}

// The mender empties an outbound_cid of punctuation alone before the rules see it.
func TestACallerIDOfPunctuationIsNotCalledEmpty(t *testing.T) {
	l := mustRead(t, listOf(with(apiclient.OutboundCID, "--")), Options{})
	if l.Errors[0].Code == codes.Missing || len(l.Mends) != 0 {
		t.Error(short(l.Errors[0]), l.Mends)
	}
}

func TestALoginThatIsReservedOnceCleanedIsRefused(t *testing.T) {
	l := mustRead(t, listOf(with(apiclient.PhoneLogin, "no.phone")), Options{Ignore: ignoring(codes.Dropped)})
	if l.Counts[codes.LoginReserved] != 1 {
		t.Error(shorts(l.Errors))
	}
}
