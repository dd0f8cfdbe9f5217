package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch/run"
)

// A rate is a flag value in requests per second, written 10/s, 600/m, or 0 for no limit.
type rate struct {
	perSecond float64
	given     bool // by the user
}

func (r *rate) Set(text string) error {
	number, unit, _ := strings.Cut(text, "/")
	n, err := strconv.ParseFloat(number, 64)
	per, known := map[string]float64{"": 1, "s": 1, "m": 60, "h": 3600}[unit]
	if err != nil || !known || !(n == 0 || n >= 0.001 && n <= 1e6) {
		return fmt.Errorf("want requests per second such as 10/s, 600/m, or 0 for no limit")
	}
	*r = rate{n / per, true}
	return nil
}

func (r *rate) String() string {
	if !r.given {
		return ""
	}
	return strconv.FormatFloat(r.perSecond, 'g', -1, 64) + "/s"
}

func (r *rate) Type() string { return "rate" }

// A choice is a flag value that must be one of the choices.
type choice struct {
	value   string
	choices []string
}

func (c *choice) Set(text string) error {
	if !slices.Contains(c.choices, text) {
		return fmt.Errorf("want one of %s", strings.Join(c.choices, ", "))
	}
	c.value = text
	return nil
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.choices, "|") }

// A failuresFlag is the value of --max-failures.
type failuresFlag struct{ run.Limit }

func (m *failuresFlag) Set(text string) (err error) {
	m.Limit, err = run.ParseLimit(text)
	return err
}

func (m *failuresFlag) Type() string { return "N|N%" }

// dialerFlags hold the address of the dialer and the login of the API user.
type dialerFlags struct {
	url, user, passwordFile, source, proxy string
	tls                                    apiclient.TLS
	sandbox                                bool
	named                                  namedFlags

	flags *pflag.FlagSet // all flags of the command
}

// addTo adds the flags to f, and --sandbox only if withSandbox is true.
func (d *dialerFlags) addTo(f *pflag.FlagSet, withSandbox bool) {
	d.flags = f
	d.named.addTo(f)
	f.StringVar(&d.url, "url", "", env("url", "the dialer: https://dialer.example.com, or the full address of non_agent_api.php"))
	f.StringVar(&d.user, "user", "", env("user", "the API user"))
	f.StringVar(&d.passwordFile, "password-file", "", env("password-file", "file with the API user's password; else $PHONEBATCH_PASSWORD, else as --dialer says, else a prompt"))
	f.StringVar(&d.source, "source", "", env("source", "source of all calls in the dialer's API log (default phonebatch, for questions phonebatchprobe)"))
	f.StringVar(&d.tls.CAFile, "ca-file", "", env("ca-file", "trust only the certificates in this PEM file"))
	f.StringVar(&d.tls.Fingerprint, "tls-fingerprint", "", env("tls-fingerprint", "trust the one certificate with this sha256:… fingerprint, whoever signed it"))
	f.StringVar(&d.proxy, "proxy", "", env("proxy", "use this proxy, such as http://proxy.example.com:3128, or none for no proxy (default: as set by $HTTPS_PROXY, $HTTP_PROXY and $NO_PROXY)"))
	f.BoolVar(&d.tls.Insecure, "insecure", false, "trust any certificate: anybody on the network path can read all passwords")
	if withSandbox {
		f.BoolVar(&d.sandbox, "sandbox", false, "use a stand-in dialer in this process that knows the servers, templates and groups of the list")
	}
}

// entryFile returns the password file that the entry of the dialer names, or "".
func (d *dialerFlags) entryFile() string {
	if entry := d.named.entry(); entry != nil {
		return entry.PasswordFile
	}
	return ""
}

// reads lists the files that connecting to the dialer reads. Some may be empty.
func (d *dialerFlags) reads() []string { return []string{d.passwordFile, d.entryFile(), d.tls.CAFile} }
