package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"phonebatch/apiclient/sandbox"
	"phonebatch/report"
	"phonebatch/samples"
)

func (a *app) sampleCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:       "sample [NAME]",
		Short:     "write an example list",
		Long:      "Sample writes an example list to start from:\n\n" + samples.Help() + "\nWithout a name it is agents.",
		Args:      usageArgs(cobra.MaximumNArgs(1)),
		ValidArgs: samples.Names(),
		RunE: func(_ *cobra.Command, args []string) error {
			name := "agents"
			if len(args) == 1 {
				name = strings.TrimSuffix(args[0], filepath.Ext(args[0]))
			}
			list, file, err := samples.Read(name)
			if err != nil {
				return &usageError{err: err, hint: "the samples are " + strings.Join(samples.Names(), ", ")}
			}
			if (out == "" || out == "-") && filepath.Ext(file) == ".xlsx" && isTerminal(a.out) {
				return usage("a workbook is nothing for a terminal", "pass --out "+file)
			}
			if out == "" || out == "-" {
				_, err = a.out.Write(list)
				return err
			}
			f, err := report.Create(out, report.Refuse)
			if errors.Is(err, report.ErrExists) {
				return &usageError{err: err, hint: "choose another name for --out"}
			}
			if err != nil {
				return err
			}
			if _, err := f.Write(list); err != nil {
				f.Discard()
				return err
			}
			return f.Commit()
		},
	}
	c.Flags().StringVar(&out, "out", "", env("out", "write to this file, which must not exist yet"))
	return c
}

// version is set by the linker for a release.
var version = ""

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "print the version",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.out, versionText())
			return err
		},
	}
}

// versionText says which phonebatch this is.
func versionText() string {
	v := version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = info.Main.Version
	}
	if v == "" || v == "(devel)" {
		v = "development"
	}
	return fmt.Sprintf("phonebatch %s (%s, %s/%s)", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

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
	c.Flags().Var(&o.faults, "fault", env("fault", "make trouble: faults with their share of all requests"))
	c.Flags().Uint64Var(&o.seed, "seed", 0, env("seed", "make the same trouble every time; 0 is other trouble every time"))
	return c
}

func (o *sandboxOptions) run() error {
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return usage("--listen wants an address and a port, such as 127.0.0.1:8089", "")
	}
	if ip := net.ParseIP(host); !o.expose && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return usage(fmt.Sprintf("%s can be reached from other machines, and the sandbox shows all its passwords to whoever asks", o.listen), "pass --expose if that is meant")
	}
	fixture := sandbox.Default()
	if o.fixture != "" {
		f, err := os.Open(o.fixture)
		if err != nil {
			return err
		}
		defer f.Close()
		if fixture, err = sandbox.ReadFixture(f); err != nil {
			return &usageError{err: fmt.Errorf("--fixture: %w", err)}
		}
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
