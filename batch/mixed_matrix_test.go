package batch

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient/sandbox"
)

// TestMixedFaultMatrix: the same faults as in TestFaultMatrix, while phones are added, changed and retired, and aliases
// are added, extended and deleted.
func TestMixedFaultMatrix(t *testing.T) {
	for i, mix := range mixtures() {
		for seed := range seeds(len(readings)) {
			reading, deletes := readings[seed%len(readings)], (seed/len(readings)+i)%2 == 1
			t.Run(fmt.Sprintf("%s/%s/seed=%d", mix.name, reading.name, seed), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					m := newMixed(t, reading.viewer(), deletes)
					m.lossy = mix.lossy
					faults, err := sandbox.ParseFaults(mix.faults)
					if err != nil {
						t.Fatal(err)
					}
					m.dialer.Inject(faults, uint64(seed)+1)
					out, err := m.night(t, t.Context())
					m.dialer.Wait()
					m.dialer.Inject(sandbox.Faults{}, 1)
					if err == nil {
						m.check(t, out.Results)
					}
					m.finish(t)
					m.takeBack(t)
				})
			})
		}
	}
}

// TestKilledAtEachCall: the process is killed before or after each call that stores something. The run is resumed and
// taken back, or taken back at once.
func TestKilledAtEachCall(t *testing.T) {
	for _, reading := range readings[1:] {
		for i := range 8 * 60 {
			deletes, after, resumed, call := i&1 > 0, i&2 > 0, i&4 > 0, i/8
			if testing.Short() && call%7 != 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s/delete=%v/resumed=%v/call=%d/after=%v", reading.name, deletes, resumed, call, after), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					m := newMixed(t, reading.viewer(), deletes)
					if !m.kill(t, call, after) {
						return
					}
					if resumed {
						m.finish(t)
					}
					m.hasty = !resumed
					m.takeBack(t)
				})
			})
		}
	}
}

// kill imports the list, and kills the process before or after the dialer carries out a call: the register is as it was
// at that moment. A night with fewer calls comes to its end, and kill returns false.
func (m *mixed) kill(t *testing.T, call int, after bool) bool {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	killed := filepath.Join(m.dir, "killed")
	d := &mortal{dialer: m.dialer, left: call, after: after, kill: func() {
		m.copyRegister(t, m.database(), killed)
		cancel()
	}}
	m.dialer.lose, m.dialer.instead = nil, d.answer
	j, c := m.importing(t)
	j.Run.Workers, j.Run.GiveUp = 1, time.Second
	m.begin(t, j, c)
	_, _ = j.Do(ctx, strings.NewReader(m.csv()))
	m.dialer.instead = nil
	j.Session.Close() // without End
	if !d.dead {
		return false
	}
	if err := m.register.Close(); err != nil {
		t.Fatal(err)
	}
	m.copyRegister(t, killed, m.database())
	m.open(t)
	return true
}

// copyRegister copies the database of a register and its log.
func (m *mixed) copyRegister(t *testing.T, from, to string) {
	for _, suffix := range []string{"", "-wal"} {
		_ = os.Remove(to + suffix)
		if text, err := os.ReadFile(from + suffix); err == nil {
			if err := os.WriteFile(to+suffix, text, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
	_ = os.Remove(to + "-shm")
}

// A mortal is a dialer whose client is killed at a call: the calls after that one are not carried out.
type mortal struct {
	*dialer
	left  int // calls that store something, before that call
	after bool
	kill  func()
	dead  bool
}

// answer answers a call in place of the stand-in, or leaves the call to it. Use one worker.
func (m *mortal) answer(_ string, form url.Values) (status int, body string) {
	switch {
	case m.dead:
		return 503, ""
	case form.Get("source") != "add":
		return 0, ""
	case m.left > 0:
		m.left--
		return 0, ""
	}
	m.dead = true
	if m.after {
		m.Call(form)
	}
	m.kill()
	return 503, ""
}
