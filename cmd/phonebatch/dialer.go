package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch"
	"phonebatch/batch/preflight"
)

// The sources of our calls in the dialer's API log. Probes stand there as errors, hence one of their own.
const (
	source      = "phonebatch"
	probeSource = "phonebatchprobe"
)

// A dialing is the dialer that the flags name, looked at before the list is.
type dialing struct {
	flags   *dialerFlags
	options apiclient.Options
}

// dial is aim, and warns of what is risky or cannot work.
func (a *app) dial(ctx context.Context, d *dialerFlags, p *paceFlags, listIsInput bool) (*dialing, error) {
	dialing, err := a.aim(ctx, d, p, listIsInput)
	if err == nil && !d.sandbox {
		a.warnOf(dialing.options)
		a.sayWay(dialing.options)
	}
	return dialing, err
}

// aim checks the flags and gets the password; nothing is sent yet. listIsInput says that standard input is the list,
// so that no password can be asked for there.
func (a *app) aim(ctx context.Context, d *dialerFlags, p *paceFlags, listIsInput bool) (*dialing, error) {
	o := apiclient.Options{Source: source, ProbeSource: probeSource, Timeout: p.timeout, Workers: p.workers, TLS: d.tls, Watch: a.streams.watch}
	if d.source != "" {
		o.Source, o.ProbeSource = d.source, d.source
		if spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, "source"); spec.Clean(d.source) != d.source || len(d.source) < spec.Min || len(d.source) > spec.Max {
			return nil, usage("--source must be 2 to 20 letters or digits", "")
		}
	}
	if d.sandbox {
		return &dialing{d, o}, nil
	}
	if d.url == "" {
		return nil, usage("no dialer is named", "pass --url https://dialer.example.com or set PHONEBATCH_URL; --sandbox rehearses without one")
	}
	var err error
	if o.Endpoint, err = apiclient.ParseEndpoint(d.url); err != nil {
		return nil, &usageError{err: fmt.Errorf("--url: %w", err), hint: "give https://dialer.example.com; user and password have flags and variables of their own"}
	}
	if o.Proxy, err = proxyTo(o.Endpoint, d.proxy); err != nil {
		return nil, err
	}
	if o.User = d.user; o.User == "" {
		return nil, usage("no API user is named", "pass --user or set PHONEBATCH_USER; make a user of its own for this in Admin → Users")
	}
	if o.Pass, err = a.password(ctx, d.passwordFile, listIsInput); err != nil {
		return nil, err
	}
	return &dialing{d, o}, nil
}

// warnOf says what is risky or cannot work, before the first call.
func (a *app) warnOf(o apiclient.Options) {
	if o.Endpoint.Plain() {
		a.warn("%s is not encrypted: everybody on the way can read the passwords of all phones; use https", o.Endpoint)
	}
	if o.TLS.Insecure {
		a.warn("--insecure: the dialer's certificate is not checked, and whoever sits in between can read and change everything; --tls-fingerprint trusts just one certificate")
	}
	for _, field := range []struct{ name, value string }{{"user", o.User}, {"pass", o.Pass.Reveal()}} {
		if spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, field.name); spec.Clean(field.value) != field.value {
			a.warn("the API drops all but %s from the API user's %s, so that login can only fail unless the dialer runs in non-latin mode", spec.Keep, map[string]string{"user": "name", "pass": "password"}[field.name])
		}
	}
}

// name is what the dialer is called in files.
func (d *dialing) name() string {
	if d.flags.sandbox {
		return batch.Rehearsal
	}
	return d.options.Endpoint.String()
}

// client connects to the dialer, or makes one for the list.
func (d *dialing) client(l *preflight.List) (*apiclient.Client, error) {
	o := d.options
	if d.flags.sandbox {
		var err error
		if o, err = standIn(o, l); err != nil {
			return nil, err
		}
	}
	c, err := apiclient.New(o)
	if err != nil {
		return nil, &usageError{err: err}
	}
	return c, nil
}

// standIn makes a dialer in this process that knows what the list names.
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

// maxPassword is how much of a password file is read, in bytes.
const maxPassword = 4096

// password gets the API user's password from the file, the environment, or a prompt, in this order.
func (a *app) password(ctx context.Context, file string, listIsInput bool) (apiclient.Secret, error) {
	if file != "" {
		f, err := os.Open(file)
		if err != nil {
			return "", &usageError{err: fmt.Errorf("--password-file: %w", err)}
		}
		defer f.Close()
		a.warnOfReaders(f)
		text, err := io.ReadAll(io.LimitReader(f, maxPassword+1))
		if err != nil {
			return "", &usageError{err: fmt.Errorf("--password-file: %w", err)}
		}
		line, _, _ := bytes.Cut(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), []byte("\n"))
		if line = bytes.TrimSuffix(line, []byte("\r")); len(line) == 0 || len(text) > maxPassword {
			return "", usage("--password-file: its first line must be the password", "")
		}
		return apiclient.Secret(line), nil
	}
	if p := os.Getenv("PHONEBATCH_PASSWORD"); p != "" {
		return apiclient.Secret(p), nil
	}
	in, ok := a.in.(*os.File)
	if !ok || listIsInput || !term.IsTerminal(int(in.Fd())) {
		return "", usage("there is no password for the API user", "put it into a file and pass --password-file, or set PHONEBATCH_PASSWORD")
	}
	return a.prompt(ctx, in)
}

// prompt asks for the password on the terminal without showing it. An interruption puts the terminal right again.
func (a *app) prompt(ctx context.Context, in *os.File) (apiclient.Secret, error) {
	before, err := term.GetState(int(in.Fd()))
	if err != nil {
		return "", err
	}
	defer func() { _ = term.Restore(int(in.Fd()), before) }()
	_, _ = a.screen.Write([]byte("password of the API user: "))
	typed, err := cancellable(ctx, func() (string, error) {
		p, err := term.ReadPassword(int(in.Fd()))
		return string(p), err
	})
	a.screen.Say("")
	if err == nil && typed == "" {
		err = usage("no password was given", "")
	}
	return apiclient.Secret(typed), err
}

// cancellable waits for what a person types, or until ctx ends; the reading itself cannot be ended and is left behind.
func cancellable(ctx context.Context, read func() (string, error)) (string, error) {
	type line struct {
		text string
		err  error
	}
	typed := make(chan line, 1)
	go func() {
		text, err := read()
		typed <- line{text, err}
	}()
	select {
	case l := <-typed:
		if errors.Is(l.err, io.EOF) {
			l.err = nil
		}
		return strings.TrimSpace(l.text), l.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}
