package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"phonebatch/apiclient"
)

// rules are those of the tests: one flag of each kind.
func rules() Rules {
	return Rules{
		Dir: "/etc/phones",
		Flags: []Flag{
			{Name: "from"},
			{Name: "where", Kind: List},
			{Name: "workers", Kind: Number, CheckValue: func(values []string) error {
				if values[0] == "0" {
					return errors.New("--workers must be from 1 to 1000")
				}
				return nil
			}},
			{Name: "max-change"},
			{Name: "strict", Kind: Yes},
			{Name: "results-dir", Path: true},
			{Name: "proxy", OfDialer: true},
			{Name: "yes", Kind: Yes, Refused: "pass --yes on the command line"},
		},
		Getenv: func(name string) (string, bool) {
			home, set := map[string]string{"HOME": "/home/ann"}[name]
			return home, set
		},
	}
}

const wholeFile = `# two dialers
[dialers.sales]
urls = [
  "https://one.example.com",   # two web servers
  "https://two.example.com/vicidial/admin.php",
]
user = "api"
password_file = "sales.password"
max-change = 5
workers = 2
proxy = "none"

[dialers.sales.servers]
"10.0.9.8" = { suffix = "a", public = "sip1.example.com" }
"10.0.9.9" = { suffix = "b", public = "sip2.example.com:5061", dialplan_prefix = "1", template_id = "T", phone_context = "c" }

[dialers.hosted]
urls = ["https://hosted.example.com"]
user = "robot"
password_variable = "HOSTED_PASSWORD"

[profiles.hr]
from = "vicidial-phones"
where = ["Status=Active", "Department~^Sales"]
strict = true
results_dir = "~/results"
`

func TestRead(t *testing.T) {
	url := func(text string) apiclient.Endpoint {
		e, err := apiclient.ParseEndpoint(text)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	want := &File{
		Dialers: []Dialer{
			{
				Name: "sales", Line: 2, URLs: []apiclient.Endpoint{url("https://one.example.com"), url("https://two.example.com")}, User: "api", PasswordFile: "/etc/phones/sales.password",
				Servers: []Server{
					{IP: "10.0.9.8", Line: 14, Suffix: "a", Bound: true, Public: "sip1.example.com"},
					{IP: "10.0.9.9", Line: 15, Suffix: "b", Bound: true, Public: "sip2.example.com:5061", DialplanPrefix: "1", TemplateID: "T", PhoneContext: "c"},
				},
				Settings: []Setting{{"max-change", []string{"5"}, 9}, {"workers", []string{"2"}, 10}, {"proxy", []string{"none"}, 11}},
			},
			{Name: "hosted", Line: 17, URLs: []apiclient.Endpoint{url("https://hosted.example.com")}, User: "robot", PasswordVariable: "HOSTED_PASSWORD"},
		},
		Profiles: []Profile{{Name: "hr", Line: 22, Settings: []Setting{
			{"from", []string{"vicidial-phones"}, 23}, {"where", []string{"Status=Active", "Department~^Sales"}, 24}, {"strict", []string{"true"}, 25}, {"results-dir", []string{"/home/ann/results"}, 26},
		}}},
	}
	got, mistakes := Read(wholeFile, rules())
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Dialer{}), cmp.Comparer(func(a, b apiclient.Endpoint) bool { return a == b })); d != "" {
		t.Error(d)
	}
}

// goodDialer is a dialer without mistakes, whose first line is line 1.
const goodDialer = "[dialers.a]\nurls = [\"https://a.example.com\"]\nuser = \"api\"\n"

func TestEachMistakeHasItsLineItsKeyAndItsRemedy(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		line       int
		key        string
		says       string
		remedy     string
	}{
		{"an unknown key", goodDialer + "wurkers = 4\n", 4, "dialers.a.wurkers", "unknown key", "did you mean workers?"},
		{"an unknown key with another key of a dialer near", "[dialers.a]\nurl = [\"https://a.example.com\"]\nurls = [\"https://b.example.com\"]\nuser = \"api\"", 2, "dialers.a.url", "unknown key", "did you mean urls?"},
		{"a key that is like none", goodDialer + "colour = \"red\"\n", 4, "dialers.a.colour", "unknown key", "--help"},
		{"an unknown section", "[dialer.a]\nuser = \"api\"\n", 1, "dialer", "unknown key", "did you mean dialers?"},
		{"a key in no section", "workers = 4\n", 1, "workers", "unknown key", "below [dialers.NAME]"},
		{"a key in no dialer", "[dialers]\nuser = \"api\"\n", 2, "dialers.user", "in no dialer", "write [dialers.NAME]"},
		{"a section that is a value", "dialers = 1\n", 1, "dialers", "no section", "write [dialers.NAME]"},
		{"another type", goodDialer + "workers = \"many\"\n", 4, "dialers.a.workers", "another type", "write workers = 4"},
		{"a text for yes", "[profiles.p]\nstrict = \"yes\"\n", 2, "profiles.p.strict", "another type", "write strict = true, or false"},
		{"a list for one value", "[profiles.p]\nfrom = [\"a\"]\n", 2, "profiles.p.from", "another type", `write from = "text"`},
		{"a table for a flag", "[profiles.p.from]\na = 1\n", 1, "profiles.p.from", "another type", `write from = "text"`},
		{"an empty value", "[profiles.p]\nfrom = \"\"\n", 2, "profiles.p.from", "empty", "leave the key out"},
		{"an empty list", "[profiles.p]\nwhere = []\n", 2, "profiles.p.where", "empty", "leave the key out"},
		{"a value that the flag refuses", goodDialer + "workers = 0\n", 4, "dialers.a.workers", "must be from 1 to 1000", "--workers"},
		{"a flag that must be said", goodDialer + "yes = true\n", 4, "dialers.a.yes", "must not be in this file", "on the command line"},
		{"a flag of a dialer in a profile", "[profiles.p]\nproxy = \"none\"\n", 2, "profiles.p.proxy", "belongs to a dialer", "below [dialers.NAME]"},
		{"the user in a profile", "[profiles.p]\nuser = \"api\"\n", 2, "profiles.p.user", "belongs to a dialer", "below [dialers.NAME]"},
		{"the key twice", "[profiles.p]\nmax-change = 5\nmax_change = 6\n", 3, "profiles.p.max_change", "twice", "keep one"},
		{"a password", goodDialer + "password = \"hunter2\"\n", 4, "dialers.a.password", "a password must not be in this file", "password_file"},
		{"a password in another language", goodDialer + "Passwort = \"hunter2\"\n", 4, "dialers.a.Passwort", "a password must not be in this file", "password_file"},
		{"a password in no section", "password = \"hunter2\"\n", 1, "password", "unknown key", "password_file"},
		{"a password for a variable's name", goodDialer + "password_variable = \"hunter 2\"\n", 4, "dialers.a.password_variable", "not the name", "SALES_PASSWORD"},
		{"two sources of the password", goodDialer + "password_variable = \"P\"\npassword_file = \"p\"\n", 1, "dialers.a", "from a file and from a variable", "keep"},
		{"no URL", "[dialers.a]\nuser = \"api\"\n", 1, "dialers.a", "no URL", "urls ="},
		{"no user", "[dialers.a]\nurls = [\"https://a.example.com\"]\n", 1, "dialers.a", "no API user", "user ="},
		{"an empty user", "[dialers.a]\nurls = [\"https://a.example.com\"]\nuser = \"\"\n", 3, "dialers.a.user", "empty", `write user = "text"`},
		{"a bad URL", "[dialers.a]\nurls = [\"ftp://a.example.com\"]\nuser = \"api\"\n", 2, "dialers.a.urls", "must begin with https://", "write https://"},
		{"a password in the URL", "[dialers.a]\nurls = [\"https://api:hunter2@a.example.com\"]\nuser = \"api\"\n", 2, "dialers.a.urls", "holds a user or a password", "keys of their own"},
		{"no list of URLs", "[dialers.a]\nurls = true\nuser = \"api\"\n", 2, "dialers.a.urls", "no list of URLs", "urls ="},
		{"a URL twice", "[dialers.a]\nurls = [\"https://a.example.com\", \"https://A.example.com:443/\"]\nuser = \"api\"\n", 2, "dialers.a.urls", "twice", "keep one"},
		{"a URL of two dialers", goodDialer + "[dialers.b]\nurls = [\"https://a.example.com\"]\nuser = \"api\"\n", 5, "dialers.b.urls", "https://a.example.com is a URL of the dialer a, too", "one dialer"},
		{"a name that is none", "[dialers.\"http://a\"]\nuser = \"api\"\n", 1, `dialers."http://a"`, "name cannot be used", "letters"},
		{"the name of rehearsals", "[dialers.sandbox]\nuser = \"api\"\n", 1, "dialers.sandbox", "name cannot be used", "sandbox"},
		{"servers that are no table", goodDialer + "servers = [\"10.0.9.8\"]\n", 4, "dialers.a.servers", "no table of servers", "suffix"},
		{"a server that is no table", goodDialer + "[dialers.a.servers]\n\"10.0.9.8\" = \"a\"\n", 5, `dialers.a.servers."10.0.9.8"`, "no table", "suffix"},
		{"a bad server_ip", goodDialer + "[dialers.a.servers]\n\"10.0.9.800\" = { suffix = \"a\" }\n", 5, `dialers.a.servers."10.0.9.800"`, "not a server_ip", "Admin → Servers"},
		{"a server_ip without quotes", goodDialer + "[dialers.a.servers]\n10.0.9.8 = { suffix = \"a\" }\n", 5, "dialers.a.servers.10", "not a server_ip", "in quotes"},
		{"an unknown key of a server", goodDialer + "[dialers.a.servers]\n\"10.0.9.8\" = { sufix = \"a\" }\n", 5, `dialers.a.servers."10.0.9.8".sufix`, "unknown key", "did you mean suffix?"},
		{"a bad suffix", goodDialer + "[dialers.a.servers]\n\"10.0.9.8\" = { suffix = \"-a\" }\n", 5, `dialers.a.servers."10.0.9.8".suffix`, "end of a login", "letters or digits"},
		{"a suffix twice", goodDialer + "[dialers.a.servers]\n\"10.0.9.8\" = { suffix = \"a\" }\n\"10.0.9.9\" = { suffix = \"A\" }\n", 6, `dialers.a.servers."10.0.9.9"`, "10.0.9.8 has the suffix A, too", "of its own"},
		{"a suffix for some servers", goodDialer + "[dialers.a.servers]\n\"10.0.9.8\" = { suffix = \"\" }\n\"10.0.9.9\" = { public = \"sip.example.com\" }\n", 4, "dialers.a.servers", "10.0.9.9 has no suffix", "none of them"},
		{"a bad host", goodDialer + "[dialers.a.servers]\n\"10.0.9.8\" = { public = \"https://sip\" }\n", 5, `dialers.a.servers."10.0.9.8".public`, "no host", "sip1.example.com"},
		{"a bad prefix", goodDialer + "[dialers.a.servers]\n\"10.0.9.8\" = { dialplan_prefix = \"x\" }\n", 5, `dialers.a.servers."10.0.9.8".dialplan_prefix`, "no digit", "such as"},
		{"a value without quotes", "[dialers.a]\nuser = api\n", 2, "dialers.a.user", "no TOML value", "in quotes"},
		{"a quote that is not closed", "[dialers.a]\nuser = \"api\nurls = []\n", 2, "dialers.a.user", "not closed", "end the text"},
		{"no =", "[dialers.a]\nuser \"api\"\n", 2, "dialers.a", "no =", "write key ="},
		{"a section without a name", "[]\n", 1, "", "name of the section", "[dialers.NAME]"},
		{"something behind a value", "[dialers.a]\nuser = \"a\"b\"\n", 2, "dialers.a", "follows the value", "'…'"},
		{"a list that is not closed", "[profiles.p]\nwhere = [\"a\" \"b\"]\n", 2, "profiles.p.where", "comma is missing", "write key ="},
		{"a backslash", "[profiles.p]\nresults-dir = \"C:\\phones\"\n", 2, "profiles.p.results-dir", "backslash", "'…'"},
		{"a section twice", goodDialer + "[dialers.a]\n", 4, "dialers", "twice", "keep one"},
		{"no UTF-8", "[dialers.a]\nuser = \"\xff\"\n", 2, "dialers.a.user", "not UTF-8", "UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, mistakes := Read(tt.text, rules())
			if len(mistakes) != 1 {
				t.Fatalf("%d mistakes: %q", len(mistakes), mistakes)
			}
			m := mistakes[0]
			if m.Line != tt.line || m.Key != tt.key || !strings.Contains(m.Text, tt.says) || !strings.Contains(m.Remedy, tt.remedy) {
				t.Errorf("%d, %q, %q, %q", m.Line, m.Key, m.Text, m.Remedy)
			}
			if strings.Contains(fmt.Sprint(mistakes), "hunter") {
				t.Errorf("the password is shown: %v", mistakes)
			}
		})
	}
}

func TestAllMistakesAreToldAtOnceInTheirOrder(t *testing.T) {
	_, mistakes := Read("[dialers.a]\nurlz = 1\n[profiles.p]\nwhre = 1\nstrict = 1\n", rules())
	var lines []int
	for _, m := range mistakes {
		lines = append(lines, m.Line)
	}
	if d := cmp.Diff([]int{1, 1, 2, 4, 5}, lines); d != "" {
		t.Error(d, mistakes)
	}
}

// FuzzRead: no text makes Read panic; each mistake has a line of the text and a remedy, and what is right has names
// that can be used and values that are not empty.
func FuzzRead(f *testing.F) {
	f.Add(wholeFile)
	f.Add("[dialers.a]\nuser = api")
	f.Add("[[dialers]]\n[[dialers.a]]\nx = {a.b.c = [1, {d = 2}]}")
	f.Add("a.\"\".b = 1\n\"\" = 2")
	f.Fuzz(func(t *testing.T, text string) {
		file, mistakes := Read(text, rules())
		lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
		for _, m := range mistakes {
			if m.Line < 0 || m.Line > lines || m.Text == "" || m.Remedy == "" {
				t.Errorf("%+v", m)
			}
		}
		for _, d := range file.Dialers {
			if !IsName(d.Name) || file.Dialer(d.Name) == nil {
				t.Errorf("a dialer is called %q", d.Name)
			}
			if len(mistakes) == 0 && (len(d.URLs) == 0 || d.User == "") {
				t.Errorf("the dialer %s lacks something", d.Name)
			}
		}
		for _, p := range file.Profiles {
			for _, s := range p.Settings {
				if len(s.Values) == 0 || s.Line < 1 {
					t.Errorf("%s: %+v", p.Name, s)
				}
			}
		}
	})
}
