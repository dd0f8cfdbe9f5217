package preflight

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
)

// pieces are what the values of people's lists go wrong with.
var pieces = []string{
	"a", "Z", "0", "5", "-", "_", ".", " ", "'", "+", "@", "%", ":", "/", "#", "*", ",", "\"", "\n", "\r", "\t", ";", "|", "&", "=", "\\", "<",
	"é", "É", "日", "\u2212", "\u00a0", "\u200b", "\u202e", "\ufeff", "e\u0301", "ß", "İ", "😀", "(", ")", "!", "\x1b", "0123456789abcdef", "--", "00",
}

var dictionary = []string{
	"", "Y", "n", "yes", "y_api_launch", "sip", "IAX2", "zap", "PJSIP", "EXTERNAL", "-5", "-5.00", "5.5", "12.750", "-0", "+5", "99.99", "8.25", "EST",
	"---ALL---", "--ALL--", "--BLANK--", "--NONE--", "nophone", "7.27555E+09", "+1 (727) 555-1212", "10.0.9.9", "10.0.9", "255.255.255.255", "x",
	"a.b@example.com", "bob+vm@example.com", "o'neil@example.com", "webrtc_v2",
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

func nastyPhone(t *rapid.T) apiclient.Phone {
	p := good()
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

func TestARowWithoutProblemsIsStoredJustAsItIs(t *testing.T) {
	clean, dirty := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		for range 10 {
			d := apiclient.Dialect{NonLatin: rapid.Bool().Draw(t, "use_non_latin")}
			l, err := Read(t.Context(), strings.NewReader(listOf(nastyPhone(t))), Options{Dialect: d, Keep: true, Problems: 100})
			if err != nil {
				t.Fatal(err)
			}
			if l.Total != 1 || l.NErrors+l.NWarned > 0 {
				dirty++
				continue
			}
			clean++
			p := l.Rows[0].Phone
			foretold := d.Stores(p)
			reply, row := sent(t, d, p)
			if reply.Code != apiclient.CodeAdded {
				t.Fatalf("%q: the dialer answers %s", phoneValues(p), reply.Code)
			}
			for _, f := range apiclient.Fields() {
				spec, _ := d.Spec(apiclient.AddPhone, f.String())
				if v := p.Value(f); v != "" && (foretold.Value(f) != v || row[spec.Column] != v) {
					t.Fatalf("%s: listed %q, foretold %q, stored %q", f, v, foretold.Value(f), row[spec.Column])
				}
			}
		}
	})
	if clean < 100 || dirty < 100 {
		t.Errorf("%d phones without problems, %d with", clean, dirty)
	}
}

func phoneValues(p apiclient.Phone) (values []string) {
	for _, f := range apiclient.Fields() {
		values = append(values, p.Value(f))
	}
	return values
}

// A row may be stored otherwise than listed where one only warns, or ignores what the dialer itself does not refuse.
func TestARowWithoutErrorsIsAccepted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := apiclient.Dialect{NonLatin: rapid.Bool().Draw(t, "use_non_latin")}
		l, err := Read(t.Context(), strings.NewReader(listOf(nastyPhone(t))), Options{
			Dialect: d, Keep: true, Ignore: ignoring(CodeLoginUntyped, CodeLoginReserved, CodeServerIP, CodeFlag, CodeCut),
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

// recordedAdds are the requests and answers of add_phone that a recording holds.
func recordedAdds(t *testing.T, name string, each func(request map[string]string, body string)) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "apiclient", "testdata", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e struct {
			Request map[string]string
			Body    string
		}
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		if e.Request["function"] == string(apiclient.AddPhone) {
			each(e.Request, e.Body)
		}
	}
}

func TestWhatTheDialerRefusedForItsValuesIsFoundBefore(t *testing.T) {
	refused, accepted := 0, 0
	for _, name := range []string{"core", "random", "life"} {
		recordedAdds(t, name, func(request map[string]string, body string) {
			var p apiclient.Phone
			for _, f := range apiclient.Fields() {
				p.Set(f, request[f.String()])
			}
			l, err := Read(t.Context(), strings.NewReader(listOf(p)), Options{Keep: true, Problems: 100})
			forValues := strings.Contains(body, "YOU MUST USE ALL REQUIRED FIELDS") || strings.Contains(body, "VALID TIMEZONE")
			if forValues {
				refused++
			}
			if err != nil || l.Total == 0 || l.Invalid == 1 {
				return
			}
			accepted++
			if forValues && len(l.Mends) == 0 {
				t.Errorf("%s: %q passes pre-flight, the dialer said %s", name, phoneValues(p), body)
			}
			if reply, _ := sent(t, apiclient.Dialect{}, l.Rows[0].Phone); reply.Code != apiclient.CodeAdded {
				t.Errorf("%s: %q passes pre-flight and is mended by %v, and then the dialer says %s", name, phoneValues(p), l.Mends, reply.Code)
			}
		})
	}
	if refused < 130 || accepted < 100 {
		t.Errorf("only %d refusals for values, and %d rows without errors, were recorded", refused, accepted)
	}
}

// What is stored otherwise than sent is at least warned about.
func TestWhatTheDialerChangedIsFoundBefore(t *testing.T) {
	for _, name := range []string{"core", "random", "life"} {
		recordedAdds(t, name, func(request map[string]string, body string) {
			var p apiclient.Phone
			for _, f := range apiclient.Fields() {
				p.Set(f, request[f.String()])
			}
			l, err := Read(t.Context(), strings.NewReader(listOf(p)), Options{Keep: true, Problems: 100})
			if err != nil || l.Total == 0 || !strings.HasPrefix(body, "SUCCESS") {
				return
			}
			stored := apiclient.Dialect{}.Stores(l.Rows[0].Phone)
			for _, f := range apiclient.Fields() {
				v := l.Rows[0].Phone.Value(f)
				told := slices.ContainsFunc(l.Rows[0].Problems, func(p Problem) bool { return p.Column == f.String() })
				if v != "" && stored.Value(f) != v && !told {
					t.Errorf("%s: %s %q becomes %q without a word", name, f, v, stored.Value(f))
				}
			}
		})
	}
}
