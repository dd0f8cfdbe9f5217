package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/spf13/cobra"

	"phonebatch/apiclient/sandbox"
)

// sandboxOptions are the options of the command sandbox.
type sandboxOptions struct {
	*app
	listen, fixture string
	expose          bool
	faults          faultList
	seed            uint64
}

// A faultList is the value of --fault.
type faultList struct{ sandbox.Faults }

func (f *faultList) Set(text string) (err error) {
	f.Faults, err = sandbox.ParseFaults(text)
	return err
}

func (f *faultList) Type() string { return "list" }

func (a *app) sandboxCommand() *cobra.Command {
	o := &sandboxOptions{app: a}
	c := &cobra.Command{
		Use:   "sandbox",
		Short: "serve a stand-in dialer on this machine, to rehearse against",
		Long: `Sandbox answers VICIdial's API as a real dialer was recorded to, and keeps what it stores in memory. Its one line on
standard output is the URL it serves. GET /sandbox/phones, /sandbox/aliases and /sandbox/users show what is stored.

Without --fixture it has the servers 10.0.9.8 and 10.0.9.9, the templates SIPTMPL and webrtc_v2, and the API user 6666
with the password 1234.

--fault makes trouble for a share of the requests, such as lost-reply=2%,slow=5%:800ms; all shares together are at most
100%:
  reset             the connection is dropped, the request unread: nothing is done
  lost-reply        done, then the connection is dropped
  http500           an empty answer with status 500, nothing is done
  empty500-stored   the same answer, and it is done
  html              a web page instead of an answer, nothing is done
  slow              done after a delay, 1s unless one is named as above
  silent-loss       SUCCESS, and nothing is stored
The same --seed and the same sequence of requests make the same trouble.`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return o.run() },
	}
	c.Flags().StringVar(&o.listen, "listen", "127.0.0.1:8089", env("listen", "address to listen on; port 0 picks a free one"))
	c.Flags().StringVar(&o.fixture, "fixture", "", env("fixture", "start in the state that the first line of this file describes"))
	c.Flags().BoolVar(&o.expose, "expose", false, env("expose", "listen on an address that others can reach, too"))
	c.Flags().Var(&o.faults, "fault", env("fault", "produce faults: their names with their share of all requests"))
	c.Flags().Uint64Var(&o.seed, "seed", 0, env("seed", "repeat the same faults in every run; 0 means different faults in every run"))
	return c
}

// run serves the sandbox until the app's context ends.
func (o *sandboxOptions) run() error {
	if err := o.finalize(); err != nil {
		return err
	}
	fixture, err := o.state()
	if err != nil {
		return err
	}
	dialer := sandbox.New(fixture)
	dialer.Inject(o.faults.Faults, o.seed)
	listener, err := (&net.ListenConfig{}).Listen(o.ctx, "tcp", o.listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	server := sandbox.NewHTTP(sandbox.Guarded(dialer, listener.Addr()))
	server.ErrorLog = log.New(o.screen, "", log.LstdFlags)
	defer context.AfterFunc(o.ctx, func() { _ = server.Close() })()
	if _, err := fmt.Fprintf(o.out, "http://%s\n", listener.Addr()); err != nil {
		return err
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// finalize checks --listen. Without --expose, an address that other machines can reach is a usageError.
func (o *sandboxOptions) finalize() error {
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return usage("--listen needs an address and a port, such as 127.0.0.1:8089", "")
	}
	if ip := net.ParseIP(host); !o.expose && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return usage(fmt.Sprintf("%s can be reached from other machines, and the sandbox shows all its passwords to anybody who asks", o.listen), "pass --expose to allow this")
	}
	return nil
}

// state returns the initial state of the sandbox: that of --fixture, or the default.
func (o *sandboxOptions) state() (sandbox.Fixture, error) {
	if o.fixture == "" {
		return sandbox.Default(), nil
	}
	f, err := os.Open(o.fixture)
	if err != nil {
		return sandbox.Fixture{}, err
	}
	defer f.Close()
	fixture, err := sandbox.ReadFixture(f)
	if err != nil {
		return fixture, &usageError{err: fmt.Errorf("--fixture: %w", err)}
	}
	return fixture, nil
}
