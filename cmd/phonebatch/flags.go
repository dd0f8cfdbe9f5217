package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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

func (r *rate) String() string { return strconv.FormatFloat(r.perSecond, 'g', -1, 64) + "/s" }
func (r *rate) Type() string   { return "rate" }

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

// env returns the help text of a flag, followed by the name of its environment variable.
func env(flag, help string) string { return fmt.Sprintf("%s ($%s)", help, variable(flag)) }

// dialerFlags hold the address of the dialer and the login of the API user.
type dialerFlags struct {
	url, user, passwordFile, source, proxy string
	tls                                    apiclient.TLS
	sandbox                                bool
}

// addTo adds the flags to f, and --sandbox only if withSandbox is true.
func (d *dialerFlags) addTo(f *pflag.FlagSet, withSandbox bool) {
	f.StringVar(&d.url, "url", "", env("url", "the dialer: https://dialer.example.com, or the full address of non_agent_api.php"))
	f.StringVar(&d.user, "user", "", env("user", "the API user"))
	f.StringVar(&d.passwordFile, "password-file", "", env("password-file", "file with the API user's password; else $PHONEBATCH_PASSWORD, else a prompt"))
	f.StringVar(&d.source, "source", "", env("source", "source of all calls in the dialer's API log (default phonebatch, for questions phonebatchprobe)"))
	f.StringVar(&d.tls.CAFile, "ca-file", "", env("ca-file", "trust only the certificates in this PEM file"))
	f.StringVar(&d.tls.Fingerprint, "tls-fingerprint", "", env("tls-fingerprint", "trust the one certificate with this sha256:… fingerprint, whoever signed it"))
	f.StringVar(&d.proxy, "proxy", "", env("proxy", "use this proxy, such as http://proxy.example.com:3128, or none for no proxy (default: as set by $HTTPS_PROXY, $HTTP_PROXY and $NO_PROXY)"))
	f.BoolVar(&d.tls.Insecure, "insecure", false, "trust any certificate: anybody on the network path can read all passwords")
	if withSandbox {
		f.BoolVar(&d.sandbox, "sandbox", false, "use a stand-in dialer in this process that knows the servers, templates and groups of the list")
	}
}

// paceFlags limit the load on the dialer.
type paceFlags struct {
	workers, retries int
	rate             rate
	timeout, giveUp  time.Duration
}

func (p *paceFlags) addTo(f *pflag.FlagSet) {
	p.rate.perSecond = 10
	f.IntVar(&p.workers, "workers", 4, env("workers", "number of calls at the same time"))
	f.Var(&p.rate, "rate", env("rate", "requests per second of all workers together; 0 means no limit"))
	f.DurationVar(&p.timeout, "timeout", 30*time.Second, env("timeout", "how long to wait for one answer"))
	f.IntVar(&p.retries, "retries", 3, env("retries", "how often to repeat a request that was never sent, or a question without an answer"))
	f.DurationVar(&p.giveUp, "give-up", 5*time.Minute, env("give-up", "stop when a dialer that has answered before gives no answer for this time; also the time limit for finding out about a row whose answer was lost"))
}

// run returns the options of a run at this pace. id is the id of the run. The engine calls observe and retrying as it
// calls Observe and Again of run.Options.
func (p *paceFlags) run(id string, observe func(run.Progress), retrying func(apiclient.Reply, time.Duration)) run.Options {
	return run.Options{Workers: p.workers, Rate: p.rate.perSecond, Retries: p.retries, GiveUp: p.giveUp, Run: id, Observe: observe, Again: retrying}
}

// maxGentle is the greatest number of workers that cannot lock the API user if the password becomes wrong during a run:
// ten failed logins lock the user (contract/API.md, check 1).
const maxGentle = 8

// finalize checks the flags. The error is a usageError.
func (p *paceFlags) finalize(warn func(string, ...any)) error {
	switch {
	case p.workers < 1 || p.workers > 1000:
		return usage("--workers must be from 1 to 1000", "")
	case p.timeout <= 0:
		return usage("--timeout must be more than 0", "")
	case p.retries < 0:
		return usage("--retries must not be negative", "")
	case p.giveUp <= 0:
		return usage("--give-up must be more than 0", "")
	}
	if p.workers > maxGentle {
		warn("with more than %d workers, a login that stops working during the run can lock the API user", maxGentle)
	}
	return nil
}
