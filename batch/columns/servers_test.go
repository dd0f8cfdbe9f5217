package columns

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestServersAreRead(t *testing.T) {
	const a, b, c = "10.0.9.8", "10.0.9.9", "10.0.9.10"
	for name, tt := range map[string]struct {
		options ServerOptions
		want    Servers
		wrong   string // part of the error
	}{
		"none":              {},
		"letters":           {options: ServerOptions{Servers: []string{a + "=x", b + "=Y2"}}, want: Servers{{IP: a, Suffix: "x"}, {IP: b, Suffix: "Y2"}}},
		"without letters":   {options: ServerOptions{Servers: []string{a, b}}, want: Servers{{IP: a, Suffix: "a"}, {IP: b, Suffix: "b"}}},
		"empty on purpose":  {options: ServerOptions{Servers: []string{a + "=", b}}, want: Servers{{IP: a}, {IP: b, Suffix: "b"}}},
		"spaces and zeros":  {options: ServerOptions{Servers: []string{" 010.0.9.8 = a "}}, want: Servers{{IP: a, Suffix: "a"}}},
		"no address":        {options: ServerOptions{Servers: []string{"dialer1"}}, wrong: "want addresses of servers"},
		"empty":             {options: ServerOptions{Servers: []string{a, ""}}, wrong: "want addresses of servers"},
		"dash":              {options: ServerOptions{Servers: []string{a + "=-a"}}, wrong: "other characters than letters and digits"},
		"letter beyond":     {options: ServerOptions{Servers: []string{a + "=é"}}, wrong: "other characters than letters and digits"},
		"server twice":      {options: ServerOptions{Servers: []string{a, "10.0.09.8"}}, wrong: "named twice: " + a},
		"suffix twice":      {options: ServerOptions{Servers: []string{a + "=q", b + "=Q"}}, wrong: "one suffix: " + a + " and " + b},
		"empty twice":       {options: ServerOptions{Servers: []string{a + "=", b + "="}}, wrong: "one suffix: " + a + " and " + b},
		"a letter is taken": {options: ServerOptions{Servers: []string{a + "=b", b}}, wrong: "one suffix: " + a + " and " + b},

		"prefixes": {
			options: ServerOptions{Servers: []string{a, b}, Prefixes: []string{"None", " 1"}},
			want:    Servers{{IP: a, Suffix: "a", DialplanPrefix: NoPrefix}, {IP: b, Suffix: "b", DialplanPrefix: "1"}},
		},
		"auto": {
			options: ServerOptions{Servers: []string{a, b, c}, Prefixes: []string{"auto"}},
			want:    Servers{{IP: a, Suffix: "a", DialplanPrefix: NoPrefix}, {IP: b, Suffix: "b", DialplanPrefix: "1"}, {IP: c, Suffix: "c", DialplanPrefix: "2"}},
		},
		"too few prefixes":         {options: ServerOptions{Servers: []string{a, b}, Prefixes: []string{"1"}}, wrong: "as many as there are servers"},
		"prefix is no number":      {options: ServerOptions{Servers: []string{a, b}, Prefixes: []string{"none", "x"}}, wrong: "a prefix is a number"},
		"prefixes without servers": {options: ServerOptions{Prefixes: []string{"auto"}}, wrong: "needs --servers"},

		"defaults": {
			options: ServerOptions{Servers: []string{a, b}, Defaults: []string{b + ":template_id=SIP=WSS", b + ":Phone Context= floor "}},
			want:    Servers{{IP: a, Suffix: "a"}, {IP: b, Suffix: "b", TemplateID: "SIP=WSS", PhoneContext: "floor"}},
		},
		"default of a stranger":   {options: ServerOptions{Servers: []string{a}, Defaults: []string{b + ":template_id=x"}}, wrong: "--servers does not name this server"},
		"default without servers": {options: ServerOptions{Defaults: []string{b + ":template_id=x"}}, wrong: "--servers does not name this server"},
		"another field":           {options: ServerOptions{Servers: []string{a}, Defaults: []string{a + ":phone_pass=hidden9"}}, wrong: "only template_id and phone_context"},
		"no field":                {options: ServerOptions{Servers: []string{a}, Defaults: []string{a + ":extension=9"}}, wrong: "only template_id and phone_context"},
		"no value":                {options: ServerOptions{Servers: []string{a}, Defaults: []string{a + ":template_id"}}, wrong: "it must be server:column=value"},
		"twice":                   {options: ServerOptions{Servers: []string{a}, Defaults: []string{a + ":template_id=x", a + ":template_id=y"}}, wrong: "there are two"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParseServers(tt.options)
			var fill *FillError
			switch {
			case tt.wrong == "" && err != nil:
				t.Fatal(err)
			case tt.wrong != "" && (!errors.As(err, &fill) || !strings.Contains(err.Error(), tt.wrong) || strings.Contains(err.Error(), "hidden")):
				t.Fatalf("got %v", err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// The bulk page of the dialer ends at fifty servers. The letters go on.
func TestSuffixesGoOnBehindZ(t *testing.T) {
	var entries []string
	for i := range 60 {
		entries = append(entries, fmt.Sprintf("10.0.9.%d", i))
	}
	list, err := ParseServers(ServerOptions{Servers: entries, Prefixes: []string{"auto"}})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]string{0: "a", 25: "z", 26: "aa", 51: "az", 52: "ba", 59: "bh"} {
		if list[i].Suffix != want {
			t.Errorf("server %d has the suffix %s, want %s", i, list[i].Suffix, want)
		}
	}
	if list[59].DialplanPrefix != "59" || letters(26+26*26) != "aaa" {
		t.Errorf("%+v, %s", list[59], letters(26+26*26))
	}
}

func TestTemplatesOfAliases(t *testing.T) {
	for text, wrong := range map[string]string{
		"": "", "{extension}x": "", "x{Staff No}": "",
		"everybody":    "all people would have the same alias",
		"{phone_pass}": "a password where everybody can read it",
		"{extension":   "a brace is not closed",
	} {
		_, err := ParseAliasing(text, "")
		if (err == nil) != (wrong == "") || err != nil && !strings.Contains(err.Error(), wrong) {
			t.Errorf("--alias %q: %v", text, err)
		}
	}
	if _, err := ParseAliasing("{extension}x", "{registration_password}"); err == nil {
		t.Error("--alias-name takes a password")
	}
}
