//go:build unix

package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"phonebatch/batch/exit"
)

var (
	crashes   = flag.Int("crashes", 0, "how many commands each crash test kills and runs again until they are over; 0: a few")
	crashFrom = flag.Int("crash-from", 0, "the number of the first of them; the number decides all that is drawn")
)

// crashFaults are what the dialer does to the commands. The first ones take the least time.
var crashFaults = []string{
	"lost-reply=3%",
	"http500=4%,empty500-stored=4%",
	"silent-loss=3%,lost-reply=2%",
	"lost-reply=2%,reset=2%,http500=2%,empty500-stored=2%,html=1%,slow=5%:300ms,silent-loss=2%",
	"reset=5%,lost-reply=3%,slow=10%:300ms",
	"html=3%,slow=5%:300ms,empty500-stored=2%",
	"lost-reply=8%,reset=8%,empty500-stored=4%",
}

// crashSeed is a seed with which the first crashes, which always run, are soon over and yet kill in every phase.
const crashSeed = 5

// maxRounds is how often a command is called again at most once nobody kills it any more: faults go on.
const maxRounds = 12

// A killer runs commands in processes of their own, against a dialer in another process, and kills them.
type killer struct {
	*testing.T
	random *rand.Rand
	killed func(phase string)
	dir    string
	url    string
	kills  int
	said   strings.Builder // by the processes so far
	half   []string        // files that earlier processes had begun to write
	pid    int             // of the last process
	// longestLog is how long the register's log grows in one process, in bytes.
	longestLog float64
}

// kill plays so many crashes, or a few where no flag says how many. It plays eight at a time, since a command mostly
// waits, and logs how often commands were killed in which phase.
func kill(t *testing.T, few int, what string, play func(k *killer, n int)) {
	crashes := cmp.Or(*crashes, few)
	var mu sync.Mutex
	phases, total := make(map[string]int), 0
	var lanes errgroup.Group
	lanes.SetLimit(8)
	for n := *crashFrom; n < *crashFrom+crashes; n++ {
		lanes.Go(func() error {
			t.Run(strconv.Itoa(n), func(t *testing.T) {
				play(newKiller(t, n, func(phase string) {
					mu.Lock()
					defer mu.Unlock()
					phases[phase]++
					total++
				}), n)
			})
			return nil
		})
	}
	_ = lanes.Wait()
	t.Logf("%d %s were killed %d times: %v", crashes, what, total, phases)
}

func newKiller(t *testing.T, n int, killed func(string)) *killer {
	k := &killer{T: t, random: rand.New(rand.NewPCG(uint64(n), crashSeed)), killed: killed, dir: t.TempDir(), longestLog: 700 << 10}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(k.said.String())
		}
	})
	return k
}

func (k *killer) path(name string) string { return filepath.Join(k.dir, name) }

func (k *killer) write(name string, text []byte) string {
	k.Helper()
	if err := os.WriteFile(k.path(name), text, 0o600); err != nil {
		k.Fatal(err)
	}
	return k.path(name)
}

func (k *killer) register() string { return k.path("register.db") }

// run runs a command until it ends or ctx does, and returns its exit status; -1 where it was killed.
func (k *killer) run(ctx context.Context, command string, args ...string) int {
	args = append([]string{
		command, "--yes", "--rate", "0", "--workers", "8", "--timeout", "2s", "--give-up", "30s", "--retries", "5", "--url", k.url,
		"--register", k.register(),
	}, args...)
	cmd := exec.CommandContext(ctx, "phonebatch", args...)
	cmd.Dir = k.dir
	cmd.Env = append(os.Environ(), "PHONEBATCH_USER=6666", "PHONEBATCH_PASSWORD=1234")
	cmd.Stderr = &k.said
	if err := cmd.Start(); err != nil {
		if ctx.Err() != nil {
			return -1
		}
		k.Fatal(err)
	}
	k.pid = cmd.Process.Pid
	var ended *exec.ExitError
	if err := cmd.Wait(); err != nil && ctx.Err() == nil && !errors.As(err, &ended) {
		k.Fatal(err)
	}
	status := cmd.ProcessState.ExitCode()
	fmt.Fprintln(&k.said, "-- exit status", status)
	return status
}

// slay runs a command again and again, and kills it each time, until it ends before it is killed. It returns the exit
// status. A command that is killed when its run has ended in the register is over with exit.Done: its next call would
// begin anew.
func (k *killer) slay(command string, args ...string) int {
	for {
		before := k.look()
		k.half = k.halves()
		ctx, cancel := k.doom()
		status := k.run(ctx, command, args...)
		cancel()
		if status >= 0 {
			return status
		}
		k.kills++
		after := k.look()
		phase := k.phase(command, before, after)
		fmt.Fprintln(&k.said, "-- killed:", phase)
		k.killed(phase)
		if phase == afterAll {
			return exit.Done
		}
	}
}

// finish calls a command until every row is done, and has each call checked that ended by itself. The status is that of
// the call before.
func (k *killer) finish(status int, check func(status int), command string, args ...string) {
	for range maxRounds {
		if !slices.Contains([]int{exit.Done, exit.NotAll, exit.Refused}, status) {
			k.Fatalf("the exit status is %d", status)
		}
		check(status)
		if status == exit.Done {
			return
		}
		status = k.run(k.Context(), command, args...)
	}
	k.Fatalf("after %d rounds the exit status is still %d", maxRounds, status)
}

// doom draws when the next process is killed: after some time, short or long; once the register's log has grown so far;
// or while the process writes the results.
func (k *killer) doom() (context.Context, context.CancelFunc) {
	const shortest, shortestLog = 30 * time.Millisecond, 8 << 10
	begin, changed := k.logSize(), false
	grown := func(size int64) bool { // a log that an earlier process left behind does not count
		now := k.logSize()
		changed = changed || now != begin
		return changed && now >= size
	}
	switch draw := k.random.IntN(10); {
	case draw < 4: // a process that is killed late is less and less likely
		longest := float64(time.Second) * math.Pow(2, float64(k.kills))
		after := float64(shortest) * math.Pow(longest/float64(shortest), k.random.Float64())
		return context.WithTimeout(k.Context(), time.Duration(after))
	case draw < 8:
		size := int64(shortestLog * math.Pow(k.longestLog/shortestLog, k.random.Float64()))
		return k.when(0, func() bool { return grown(size) })
	default:
		after := time.Duration(k.random.Int64N(int64(8 * time.Millisecond)))
		return k.when(after, func() bool { return grown(1<<15) && k.writes() })
	}
}

// when returns a context that ends some time after something is so.
func (k *killer) when(after time.Duration, so func() bool) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(k.Context())
	go func() {
		tick := time.NewTicker(500 * time.Microsecond)
		defer tick.Stop()
		for !so() {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
		time.AfterFunc(after, cancel)
	}()
	return ctx, cancel
}

// writes says that the process writes a file, or was killed while it did.
func (k *killer) writes() bool {
	return slices.ContainsFunc(k.halves(), func(path string) bool { return !slices.Contains(k.half, path) })
}

// halves are the files that a process has begun to write.
func (k *killer) halves() []string {
	found, _ := filepath.Glob(k.path(".phonebatch-*.tmp")) // the pattern is a good one
	return found
}

func (k *killer) logSize() int64 {
	info, err := os.Stat(k.register() + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}
