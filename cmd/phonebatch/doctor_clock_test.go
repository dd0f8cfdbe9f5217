package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
)

func TestDoctorWarnsOfBuildsAndClocks(t *testing.T) {
	now := time.Now()
	at := func(d time.Duration) string { return fmt.Sprint(now.Add(d).Unix()) }
	for text, want := range map[string]map[string]verdict{
		"BUILD: 241004-1518|EPOCH: " + at(0) + "|TZ: -5.00|TZNOW: -4.00|":   {"build": verdictOK, "clock": verdictOK, "zone": verdictOK},
		"BUILD: 200621-1518|EPOCH: " + at(0) + "|TZ: -5.00|TZNOW: -5.00|":   {"build": verdictWarning, "clock": verdictOK, "zone": verdictOK},
		"BUILD: 200622-1518|EPOCH: " + at(-2*time.Minute) + "|TZ: -5.00|":   {"build": verdictOK, "clock": verdictWarning, "zone": verdictOK},
		"BUILD: 241004-1518|EPOCH: " + at(90*time.Second) + "|TZ: nowhere|": {"build": verdictOK, "clock": verdictWarning, "zone": verdictWarning},
		"BUILD: 241004-1518|":            {"build": verdictOK, "clock": verdictSkipped, "zone": verdictWarning},
		"BUILD: soon|EPOCH: 1|TZ: -5.00": {"build": verdictWarning, "clock": verdictSkipped, "zone": verdictSkipped},
	} {
		status, findings := doctored(t, ofVersion(t, text))
		if status != 0 {
			t.Errorf("%q: exit %d", text, status)
		}
		for name, v := range want {
			if findings[name].Verdict != v {
				t.Errorf("%q: %+v, want %s", text, findings[name], v)
			}
		}
		if f := findings["build"]; strings.Contains(text, "200621") && !strings.Contains(f.Found, "is_webphone, webphone_auto_answer, use_external_server_ip, template_id, on_hook_agent") {
			t.Errorf("build: %+v", f)
		}
	}
}

// ofVersion serves a dialer that answers version so, and returns its address.
func ofVersion(t *testing.T, text string) string {
	t.Helper()
	dialer := sandbox.New(sandbox.Default())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("function") == "version" {
			fmt.Fprintln(w, "VERSION: 2.14-194|"+text)
			return
		}
		_, body := dialer.Call(r.Form)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// answered is an examination of a dialer that has told its version, at a time of ours.
func answered(ours time.Time, text string) *examination {
	r := apiclient.ParseReply(apiclient.Request{Function: apiclient.Version}, apiclient.Dialect{}, http.StatusOK, []byte("VERSION: 2.14-194|BUILD: 241004-1518|"+text+"\n"))
	return &examination{version: r, asked: ours}
}

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

// TestDoctorComparesZones: what the servers are set to, what the web server's clock shows at noon in Greenwich, and us.
func TestDoctorComparesZones(t *testing.T) {
	for name, tt := range map[string]struct {
		date, zones string
		verdict     verdict
		found       string
	}{
		"summer":                     {"2026-07-01 08:00:00", "TZ: -5.00|TZNOW: -4|", verdictOK, "GMT -5.00, now -4.00; this machine is at 0.00; local_gmt in a list is the winter offset"},
		"winter":                     {"2026-07-01 07:00:01", "TZ: -5.00|TZNOW: -5.00|", verdictOK, "now -5.00"},
		"half hours":                 {"2026-07-01 17:30:00", "TZ: 5.50|TZNOW: 5.50|", verdictOK, "GMT 5.50"},
		"ours":                       {"2026-07-01 12:00:00", "TZ: 0.00|TZNOW: 0.00|", verdictOK, "GMT 0.00, now 0.00; local_gmt"},
		"over midnight":              {"2026-07-02 00:00:00", "TZ: 12.00|TZNOW: 12.00|", verdictOK, "GMT 12.00"},
		"the web server in UTC":      {"2026-07-01 12:00:00", "TZ: -5.00|TZNOW: -5.00|", verdictWarning, "set to GMT -5.00, which is -5.00 now, but the web server's clock shows GMT 0.00"},
		"set to the summer's offset": {"2026-07-01 08:00:00", "TZ: -4.00|TZNOW: -3.00|", verdictWarning, "which is -3.00 now, but the web server's clock shows GMT -4.00"},
		"nothing of today":           {"2026-07-01 12:00:00", "TZ: -5.00|", verdictOK, "GMT -5.00; local_gmt in a list is this"},
		"no date":                    {"soon", "TZ: -5.00|TZNOW: -5.00|", verdictOK, "GMT -5.00"},
		"no phone's":                 {"2026-07-02 01:00:00", "TZ: 13.00|TZNOW: 13.00|", verdictWarning, "13.00, which no phone can have"},
		"no server":                  {"2026-07-01 12:00:00", "TZ: |TZNOW: 0|", verdictWarning, "does not tell"},
	} {
		f := answered(noon, fmt.Sprintf("DATE: %s|EPOCH: %d|DST: 0|%s", tt.date, noon.Unix(), tt.zones)).zone()
		if f.Verdict != tt.verdict || !strings.Contains(f.Found, tt.found) || f.Verdict == verdictWarning && len(f.Remedies) == 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestDoctorComparesClocks(t *testing.T) {
	for name, tt := range map[string]struct {
		theirs   time.Duration // ahead of ours
		found    string
		remedies int
	}{
		"the same":       {0, "differ by at most 1s", 0},
		"nearly":         {-time.Minute, "differ by at most 1m0s", 0},
		"behind":         {-61 * time.Second, "1m1s behind this machine's clock", 1},
		"minutes ahead":  {12 * time.Minute, "12m0s ahead of this machine's clock", 1},
		"another zone":   {5*time.Hour + 20*time.Second, "5h0m20s ahead of this machine's clock", 2},
		"half a zone":    {-5*time.Hour - 30*time.Minute, "5h30m0s behind this machine's clock", 2},
		"years ago":      {-20 * 365 * 24 * time.Hour, "behind this machine's clock", 2},
		"hours, unround": {5*time.Hour + 7*time.Minute, "5h7m0s ahead of this machine's clock", 1},
	} {
		f := answered(noon, fmt.Sprintf("EPOCH: %d", noon.Add(tt.theirs).Unix())).clock()
		if !strings.Contains(f.Found, tt.found) || len(f.Remedies) != tt.remedies || (f.Verdict == verdictWarning) != (tt.remedies > 0) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}
