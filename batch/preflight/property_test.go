package preflight

import (
	"context"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/codes"
)

// pieces are typical causes of mistakes in the values of lists.
var pieces = []string{
	"a", "Z", "0", "5", "-", "_", ".", " ", "'", "+", "@", "%", ":", "/", "#", "*", ",", "\"", "\n", "\r", "\t", ";", "|", "&", "=", "\\", "<",
	"é", "É", "日", "\u2212", "\u00a0", "\u200b", "\u202e", "\ufeff", "e\u0301", "ß", "İ", "😀", "(", ")", "!", "\x1b", "0123456789abcdef", "--", "00",
}

var dictionary = []string{
	"", "Y", "n", "yes", "y_api_launch", "sip", "IAX2", "zap", "PJSIP", "EXTERNAL", "-5", "-5.00", "5.5", "12.750", "-0", "+5", "99.99", "8.25", "EST",
	"---ALL---", "--ALL--", "--BLANK--", "--NONE--", "nophone", "7.27555E+09", "+1 (727) 555-1212", "10.0.9.9", "10.0.9", "255.255.255.255", "x",
	"a.b@example.com", "bob+vm@example.com", "o'neil@example.com", "webrtc_v2", "010.0.9.8", "true", "✓", "-", "UTC-5", "America/New_York", "Australia/Eucla", "-5,00",
	"5-Mar", "2026-03-05", "#N/A", "=A1", "José", "Jose\u0301", "Łukasz Straße", "Œ\u0301", "かが", "test", "1234", "25-1", "911", "a%b@example.com", "\u201cAnn\u201d",
}

func nastyValue(t *rapid.T, v string) string {
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		return rapid.SampledFrom(dictionary).Draw(t, "word")
	case 1:
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces"), "")
	case 2: // letters and digits only, of any length
		return rapid.StringMatching(`[A-Za-z0-9]{1,60}`).Draw(t, "plain")
	}
	runes := []rune(v)
	at := rapid.IntRange(0, len(runes)).Draw(t, "at")
	return string(runes[:at]) + rapid.SampledFrom(pieces).Draw(t, "piece") + string(runes[at:])
}

func nastyPhone(t *rapid.T, p apiclient.Phone) apiclient.Phone {
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		f := rapid.SampledFrom(apiclient.Fields()).Draw(t, "field")
		p.Set(f, nastyValue(t, p.Value(f)))
	}
	return p
}

// sent sends a phone to a dialer that has its server and template and no phones yet.
func sent(t interface{ Fatal(...any) }, d apiclient.Dialect, p apiclient.Phone) (apiclient.Reply, map[string]string) {
	f := sandbox.Default()
	f.NonLatin = d.NonLatin
	server, _ := d.Spec(apiclient.AddPhone, "server_ip")
	template, _ := d.Spec(apiclient.AddPhone, "template_id")
	f.State.Servers = append(f.State.Servers, server.Clean(p.ServerIP))
	f.State.Templates = append(f.State.Templates, template.Clean(p.TemplateID))
	s := sandbox.New(f)
	endpoint, err := apiclient.ParseEndpoint("https://dialer.example.com")
	if err != nil {
		t.Fatal(err)
	}
	c, err := apiclient.New(apiclient.Options{
		Endpoint: endpoint, User: "6666", Pass: "1234", Source: "test", ProbeSource: "test", Timeout: time.Minute, Transport: s, Dialect: d,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	reply := c.AddPhone(context.Background(), p)
	if rows := s.Phones(); len(rows) == 1 {
		return reply, rows[0]
	}
	return reply, nil
}

// sensible are the codes of warnings about values that a dialer stores unchanged.
var sensible = []apiclient.Code{
	codes.DefaultPassword, codes.PasswordIsLogin, codes.WeakPassword, codes.SharedPassword, codes.SharedVoicemail, codes.GroupUnchecked, codes.CrowdedServer, codes.ZerosLost,
	codes.OlderBuild, codes.Dash, codes.Context, codes.ReservedNumber, codes.WebphoneTemplate, codes.WebphoneProtocol, codes.DupDialplan,
}

// For a list of arbitrary rows: a phone without a problem is stored byte for byte as sent.
func TestRowsWithoutProblemsAreStoredJustAsTheyAre(t *testing.T) {
	clean, dirty, latin, enough := 0, 0, 0, 100
	if testing.Short() {
		enough /= 5 // as rapid does
	}
	rapid.Check(t, func(t *rapid.T) {
		for range 5 {
			d := apiclient.Dialect{NonLatin: rapid.Bool().Draw(t, "use_non_latin")}
			var phones []apiclient.Phone
			for n := range rapid.IntRange(1, 4).Draw(t, "rows") {
				phones = append(phones, nastyPhone(t, numbered(7001+n)))
			}
			o := Options{Dialect: d, Keep: true, Problems: 100}
			if rapid.Bool().Draw(t, "what is sensible is nobody's business") {
				o.Ignore = ignoring(sensible...)
			}
			l, err := Read(t.Context(), strings.NewReader(listOf(phones...)), o)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range l.Rows {
				if len(row.Problems) > 0 {
					dirty++
					continue
				}
				if clean++; !d.NonLatin {
					latin++
				}
				storedAsTold(t, d, row.Phone)
			}
		}
	})
	if latin < enough || clean-latin < enough || dirty < enough {
		t.Errorf("%d phones without problems, %d of them not in non-latin mode, %d with", clean, latin, dirty)
	}
}

// storedAsTold sends a phone and fails the test if the dialer stores anything else.
func storedAsTold(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, d apiclient.Dialect, p apiclient.Phone,
) {
	foretold := d.Stores(p)
	reply, row := sent(t, d, p)
	if reply.Code != apiclient.CodeAdded {
		t.Fatalf("%q: the dialer answers %s", phoneValues(p), reply.Code)
	}
	for _, f := range apiclient.Fields() {
		spec, _ := d.Spec(apiclient.AddPhone, f.String())
		if v := p.Value(f); v != "" && (foretold.Value(f) != v || row[spec.Column] != v) {
			t.Fatalf("%s: told %q, foretold %q, stored %q", f, v, foretold.Value(f), row[spec.Column])
		}
	}
}

func phoneValues(p apiclient.Phone) (values []string) {
	for _, f := range apiclient.Fields() {
		values = append(values, p.Value(f))
	}
	return values
}

// If the user only warns, or ignores a code, the dialer may store another value than the list's.
func TestARowWithoutErrorsIsAccepted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := apiclient.Dialect{NonLatin: rapid.Bool().Draw(t, "use_non_latin")}
		l, err := Read(t.Context(), strings.NewReader(listOf(nastyPhone(t, good()))), Options{
			Dialect: d, Keep: true, Ignore: ignoring(codes.LoginUntyped, codes.LoginReserved, codes.ServerIP, codes.Flag, codes.Cut, codes.Date, codes.SheetError),
		})
		if err != nil {
			t.Fatal(err)
		}
		if l.Total != 1 || l.Invalid > 0 {
			return
		}
		if reply, _ := sent(t, d, l.Rows[0].Phone); reply.Code != apiclient.CodeAdded {
			t.Fatalf("%q: the dialer answers %s", phoneValues(l.Rows[0].Phone), reply.Code)
		}
	})
}
