package main

import (
	"cmp"
	"context"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch"
	"phonebatch/batch/codes"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// The sources of our calls in the dialer's API log. The log shows probes as errors, so probes have their own source.
const (
	source      = "phonebatch"
	probeSource = "phonebatchprobe"
)

// A dialing holds the checked settings for connecting to the dialer that the flags name.
type dialing struct {
	*app
	flags   *dialerFlags
	options apiclient.Options
	urls    []apiclient.Endpoint // of the dialer; the first is that of the options
}

// dial does what aim does. It also warns about settings that are risky or cannot work, and names a proxy that comes
// from the environment.
func (a *app) dial(ctx context.Context, d *dialerFlags, p *paceFlags, listIsInput bool) (*dialing, error) {
	dialing, err := a.aim(ctx, d, p, listIsInput)
	if err == nil && !d.sandbox {
		a.warnOf(dialing)
		a.tellProxy(dialing.options)
	}
	return dialing, err
}

// aim checks the flags and gets the password; it sends nothing. listIsInput says that the list is on standard input, so
// that a person cannot type the password there. The error is a usageError, the cause of the end of ctx, or an error of
// the terminal.
func (a *app) aim(ctx context.Context, d *dialerFlags, p *paceFlags, listIsInput bool) (*dialing, error) {
	o, urls, err := d.connection(p)
	if err != nil {
		return nil, err
	}
	o.Watch, o.WatchPage = a.streams.watch, a.streams.watchPage
	if !d.sandbox {
		o.Pass, err = a.password(ctx, d, listIsInput)
	}
	return &dialing{a, d, o, urls}, err
}

// connection returns the settings for connecting to the dialer that the flags name, without the password, and all URLs
// of the dialer. It depends on the flags alone. The error is a usageError.
func (d *dialerFlags) connection(p *paceFlags) (o apiclient.Options, urls []apiclient.Endpoint, err error) {
	o = apiclient.Options{Source: source, ProbeSource: probeSource, Timeout: p.timeout, Workers: p.workers, TLS: d.tls}
	if d.source != "" {
		o.Source, o.ProbeSource = d.source, d.source
	}
	if err := d.checkSource(); err != nil || d.sandbox {
		return o, nil, err
	}
	if urls, err = d.endpoints(); err != nil {
		return o, nil, err
	}
	o.Endpoint = urls[0]
	for _, e := range urls {
		if o.Proxy, err = proxyTo(e, d.proxy); err != nil {
			return o, nil, err
		}
	}
	if o.User = d.user; o.User == "" {
		return o, nil, usage("no API user is named", "pass --user or set PHONEBATCH_USER; create a separate user for phonebatch in Admin → Users")
	}
	if entry := d.named.entry(); entry != nil {
		o.Name = entry.Name
	}
	return o, urls, nil
}

// endpoints returns the URLs of the dialer, one at least. The error is a usageError.
func (d *dialerFlags) endpoints() ([]apiclient.Endpoint, error) {
	if entry := d.named.entry(); entry != nil {
		return entry.URLs, nil
	}
	if d.url == "" {
		return nil, usage("no dialer is named", "pass --url https://dialer.example.com or set PHONEBATCH_URL; --dialer NAME takes one of the configuration file; --sandbox rehearses without one")
	}
	e, err := apiclient.ParseEndpoint(d.url)
	if err != nil {
		return nil, &usageError{err: fmt.Errorf("--url: %w", err), hint: "give https://dialer.example.com; user and password have separate flags and variables"}
	}
	return []apiclient.Endpoint{e}, nil
}

// checkSource checks --source. The error is a usageError.
func (d *dialerFlags) checkSource() error {
	spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, "source")
	if d.source != "" && (spec.Clean(d.source) != d.source || len(d.source) < spec.Min || len(d.source) > spec.Max) {
		return usage(codes.Remedy(apiclient.CodeSource), "")
	}
	return nil
}

// warnOf warns about settings that are risky or cannot work.
func (a *app) warnOf(d *dialing) {
	o := d.options
	for _, e := range d.urls {
		if e.Plain() {
			a.remind("%s is not encrypted: anybody on the network path can read the passwords of all phones; use https", e)
		}
	}
	if o.TLS.Insecure {
		a.remind("--insecure: the dialer's certificate is not checked, so anybody on the network path can read and change everything; use --tls-fingerprint to trust one certificate")
	}
	for _, field := range []struct{ name, value string }{{"user", o.User}, {"pass", o.Pass.Reveal()}} {
		if spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, field.name); spec.Clean(field.value) != field.value {
			a.remind("the API keeps only %s of the API user's %s, so the login fails unless the dialer runs in non-latin mode", spec.Keep, map[string]string{"user": "name", "pass": "password"}[field.name])
		}
	}
}

// name returns the name of the dialer in files.
func (d *dialing) name() string {
	if d.flags.sandbox {
		return batch.Rehearsal
	}
	return cmp.Or(d.options.Name, d.options.Endpoint.String())
}

// client returns a client of the dialer. With --sandbox, client makes a stand-in dialer that knows the servers,
// templates and groups of the list l. Without --sandbox, l may be nil. If the dialer has several URLs, client asks
// which answers. The caller closes the client. The error is a usageError.
func (d *dialing) client(l *preflight.List) (*apiclient.Client, error) {
	o, err := d.options, error(nil)
	switch {
	case d.flags.sandbox:
		o, err = standIn(o, l)
	case len(d.urls) > 1:
		d.options.Endpoint, err = d.answering()
		o = d.options
	}
	if err != nil {
		return nil, err
	}
	c, err := apiclient.New(o)
	if err != nil {
		return nil, &usageError{err: err}
	}
	return c, nil
}

// answering returns the first URL of the dialer that answers as a dialer. It asks for the version, without the login.
// If no other one answers, it returns the last one without asking. The error is a usageError.
func (d *dialing) answering() (apiclient.Endpoint, error) {
	last := d.urls[len(d.urls)-1]
	for i, e := range d.urls[:len(d.urls)-1] {
		o := d.options
		o.Endpoint = e
		c, err := apiclient.New(o)
		if err != nil {
			return e, &usageError{err: err}
		}
		reply := c.Version(d.ctx)
		c.Close()
		if code := reply.Code; d.ctx.Err() != nil || !code.Foreign() && code != apiclient.CodeLost && code != apiclient.CodeNeverSent {
			return e, nil
		}
		stop := &run.StopError{Reply: reply, First: true} // for the text alone: the run does not stop
		d.warn("%s does not answer as a dialer: %s; trying %s", e, report.Plain(stop.Error()), d.urls[i+1])
	}
	return last, nil
}

// standIn adds to o a dialer in this process that knows the servers, templates and user groups of the list.
func standIn(o apiclient.Options, l *preflight.List) (apiclient.Options, error) {
	f := sandbox.Default()
	servers, templates, groups := map[string]bool{}, map[string]bool{}, map[string]bool{}
	add := func(seen map[string]bool, list *[]string, name string) {
		if name != "" && !seen[name] {
			seen[name] = true
			*list = append(*list, name)
		}
	}
	f.NonLatin = o.Dialect.NonLatin
	f.State.Servers, f.State.Templates = nil, nil
	for _, row := range l.Rows {
		p := &row.Phone
		add(servers, &f.State.Servers, p.ServerIP)
		add(templates, &f.State.Templates, p.TemplateID)
		add(groups, &f.State.UserGroups, p.AdminUserGroup)
	}
	endpoint, err := apiclient.ParseEndpoint("http://localhost")
	o.Endpoint, o.Name, o.Transport = endpoint, batch.Rehearsal, sandbox.New(f)
	o.User, o.Pass = f.State.Users[0].User, apiclient.Secret(f.State.Users[0].Pass)
	return o, err
}

// proxyTo returns the proxy setting for a dialer. flag is the value of --proxy; if flag is empty, the environment
// decides. The error is a usageError for an invalid address, from the flag or from the environment.
func proxyTo(e apiclient.Endpoint, flag string) (apiclient.Proxy, error) {
	p, err := apiclient.ParseProxy(flag)
	if err != nil {
		return p, &usageError{err: fmt.Errorf("--proxy: %w", err), hint: "give http://HOST:PORT, or none; if the proxy needs a user and a password, do not pass --proxy and set the variable HTTPS_PROXY"}
	}
	if _, err := p.On(e); err != nil {
		return p, &usageError{err: fmt.Errorf("the environment variable %w", err), hint: "set the variable to http://HOST:PORT, or pass --proxy none to use no proxy"}
	}
	return p, nil
}

// tellProxy names the proxy if it comes from the environment.
func (a *app) tellProxy(o apiclient.Options) {
	if name, _ := o.Proxy.On(o.Endpoint); name != "" && !o.Proxy.Told() {
		a.say("calls to %s go through the proxy %s, because %s is set; pass --proxy none to use no proxy", o.Endpoint, name, apiclient.ProxyVariable(o.Endpoint))
	}
}
