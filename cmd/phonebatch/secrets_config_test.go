package main

import (
	"fmt"
	"testing"

	"phonebatch/batch/exit"
)

// TestConfigurationsShowNoPassword: a password that stands in the configuration file by mistake is not repeated, and
// one that the file names is not shown.
func TestConfigurationsShowNoPassword(t *testing.T) {
	h := newHush(t)
	p := h.password(9)
	for name, text := range map[string]string{
		"a password":          "password = '" + p + "'",
		"misspelt":            "passwort = '" + p + "'",
		"without quotes":      "password = " + p,
		"half a quote":        "password = \"" + p,
		"in a table":          "password = { value = '" + p + "' }",
		"in a list":           "password = ['" + p + "']",
		"as a variable":       "password_variable = 'x " + p + "'",
		"in a URL":            "urls = ['https://6666:" + cleaned(p) + "@dialer.example']",
		"in a broken URL":     "urls = ['https://6666:" + p + "@dialer.example']",
		"in a proxy":          "proxy = 'http://6666:" + cleaned(p) + "@proxy.example'",
		"in a broken proxy":   "proxy = 'http://6666:" + p + "@proxy.example'",
		"as a default":        "default = ['phone_pass=" + p + "']",
		"as one's default":    "default = ['phone_pass=" + p + "{extension}']",
		"as a broken default": "default = ['phone_pass:" + cleaned(p) + "']",
		"as a row's":          "where = ['phone_pass=" + p + "']",
		"as a number":         "workers = '" + p + "'",
		"as a rate":           "rate = '" + p + "'",
		"as a time":           "timeout = '" + p + "'",
		"as a choice":         "pace = '" + p + "'",
		"as a suffix":         "servers = { '10.0.9.8' = { suffix = '" + p + "' } }",
		"as a host":           "servers = { '10.0.9.8' = { public = '" + p + "/' } }",
		"no mistake":          "password_file = 'password'",
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, h, 1)
			s.write("config.list.csv", fmt.Sprintf("[dialers.d]\nuser = '6666'\nurls = ['https://dialer.example']\n%s\n", text))
			if name == "in a URL" || name == "in a broken URL" {
				s.write("config.list.csv", fmt.Sprintf("[dialers.d]\nuser = '6666'\n%s\n", text))
			}
			for _, args := range [][]string{{"config", "check"}, {"config", "check", "--json"}, {"check", "--dialer", "d", s.path("list.csv")}} {
				status := s.run(append(args, "--config", s.path("config.list.csv"))...)
				if good := name == "no mistake" || name == "as one's default" || name == "as a row's"; status != exit.Usage && !good {
					t.Errorf("%v ends with %d: %s", args, status, &s.said)
				}
			}
			s.run("runs", "--json")
			s.sweep()
		})
	}
}
