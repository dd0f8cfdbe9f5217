//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"phonebatch/batch/exit"
)

// TestSecondInterruptEndsAtOnce: calls that hang hold nobody up, and nothing is lost or added twice.
func TestSecondInterruptEndsAtOnce(t *testing.T) {
	t.Parallel()
	o := newOrdeal(t, 40)
	hung, release := o.hang(10)
	cmd := o.command("--results", o.path("r.csv"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-hung
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for more := true; more; { // one alone would let the calls come to their end, and two at a time may count as one
		select {
		case <-ended:
			more = false
		case <-time.After(20 * time.Millisecond):
			_ = cmd.Process.Signal(syscall.SIGINT) // it may just have ended
		}
	}
	if state := cmd.ProcessState.Sys().(syscall.WaitStatus); !state.Signaled() || state.Signal() != syscall.SIGINT {
		t.Errorf("it ends with %v", cmd.ProcessState)
	}
	close(release) // the dialer carries out what it was sent
	o.Wait()
	if n := o.recorded(); n == 0 || n == o.rows {
		t.Errorf("%d phones are stored", n)
	}
	o.finish(o.path("r.csv"))
}

// TestSecondImportIsToldOfTheFirst: of two imports at once on one dialer one runs, and then the other may.
func TestSecondImportIsToldOfTheFirst(t *testing.T) {
	o := newOrdeal(t, 12)
	hung, release := o.hang(3)
	first := o.command("--results", o.path("r.csv"))
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	<-hung
	asked := o.Requests()
	other := o.path("other.csv")
	if err := os.WriteFile(other, []byte(plainList(7000, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	toOther := func() *exec.Cmd {
		cmd := o.command("--results", o.path("second.csv"))
		cmd.Args[len(cmd.Args)-1] = other
		return cmd
	}
	by := fmt.Sprintf("phonebatch import %s, process %d", o.path("list.csv"), first.Process.Pid)
	for what, cmd := range map[string]*exec.Cmd{"the same list": o.command("--results", o.path("second.csv")), "another list": toOther()} {
		if status, said := o.ends(cmd); status != exit.Held || !strings.Contains(said, "another run works on the dialer ") || !strings.Contains(said, by) {
			t.Errorf("%s: exit status %d: %s; want the dialer held by %s", what, status, said, by)
		}
	}
	if n := o.Requests(); n > asked+3 { // those of the first that were to come
		t.Errorf("%d requests were sent meanwhile", n-asked)
	}
	close(release)
	if err := first.Wait(); err != nil {
		t.Error(err)
	}
	if status, said := o.ends(toOther()); status != exit.Done || len(o.Phones()) != o.rows+1 {
		t.Errorf("afterwards it ends with %d, and %d phones are stored: %s", status, len(o.Phones()), said)
	}
}

// hang has all calls that add a phone, but for the first few, wait for release. hung is told of the first that waits.
func (o *ordeal) hang(after int64) (hung <-chan struct{}, release chan<- struct{}) {
	begun, end := make(chan struct{}), make(chan struct{})
	var adds atomic.Int64
	o.Intercept(func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				panic(http.ErrAbortHandler)
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			if form := string(body); strings.Contains(form, "function=add_phone") && !strings.Contains(form, "local_gmt=99.99") {
				n := adds.Add(1)
				if n == after+1 {
					close(begun)
				}
				if n > after {
					<-end
				}
			}
			next(w, r)
		}
	})
	return begun, end
}
