package ledger

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var ann = Holder{
	Command: "phonebatch import agents.csv", PID: 4711, User: "ann", Host: "host7",
	Since: time.Date(2026, 11, 22, 21, 4, 5, 0, time.UTC),
}

const agents = "/x/agents.csv"

func take(t *testing.T, s State, what, name string) *Lock {
	t.Helper()
	lock, err := s.Lock(what, name, ann)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lock.Release() })
	return lock
}

// heldBy is who holds the lock of agents, which must be held.
func heldBy(t *testing.T, s State) *HeldError {
	t.Helper()
	lock, err := s.Lock("list", agents, Me("second"))
	var held *HeldError
	if lock != nil || !errors.As(err, &held) {
		t.Fatalf("got %v, %v; want it held", lock, err)
	}
	return held
}

func TestLockIsHeldUntilReleased(t *testing.T) {
	s := ownState(t)
	lock := take(t, s, "list", agents)
	for range 2 {
		if diff := cmp.Diff(&HeldError{What: "list", Name: agents, Holder: ann}, heldBy(t, s)); diff != "" {
			t.Error(diff)
		}
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	again := take(t, s, "list", agents)
	if err := lock.Release(); err != nil {
		t.Errorf("a second Release: %v", err)
	}
	if held := heldBy(t, s); held.Holder != ann {
		t.Errorf("the first lock's second Release took the text of the next: %v", held)
	}
	if err := again.Release(); err != nil {
		t.Fatal(err)
	}
}

func TestLocksOfOtherThingsAreFree(t *testing.T) {
	s := ownState(t)
	take(t, s, "list", agents)
	take(t, s, "results", agents)
	take(t, s, "list", "/x/agents2.csv")
	take(t, ownState(t), "list", agents)
}

func TestLockFile(t *testing.T) {
	s := ownState(t)
	lock := take(t, s, "list", agents)
	path := s.lockPath("list", agents)
	const want = "\n" + `{"what":"list","name":"/x/agents.csv","command":"phonebatch import agents.csv","pid":4711,` +
		`"user":"ann","host":"host7","since":"2026-11-22T21:04:05Z"}` + "\n"
	if runtime.GOOS != "windows" { // where the locked byte cannot be read
		if text, err := os.ReadFile(path); err != nil || string(text) != want {
			t.Errorf("the text is %q, %v", text, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the mode is %v, %v", info.Mode(), err)
		}
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "\n" {
		t.Errorf("after Release the text is %q, %v", text, err)
	}
}

func TestLongHolderIsClipped(t *testing.T) {
	s := ownState(t)
	long := ann
	long.Command = strings.Repeat("é", maxText)
	lock, err := s.Lock("list", agents, long)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	want := ann
	want.Command = strings.Repeat("é", maxField/2) + "…"
	if diff := cmp.Diff(want, heldBy(t, s).Holder); diff != "" {
		t.Error(diff)
	}
}

// What another has written into the file is neither trusted nor needed.
func TestForeignHolder(t *testing.T) {
	const unknown = "another run works on the list /x/agents.csv: a process that has not said who it is"
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", unknown},
		{"half a line", `{"what":"list","name":"/x/agents.csv","comm`, unknown},
		{"no json", "4711", unknown},
		{"two lines", "{}\n{}", unknown},
		{"no time", `{"command":"x","pid":1,"since":"yesterday"}`, unknown},
		{"no process", `{"command":"x"}`, unknown},
		{"no command", `{"pid":4711}`, unknown},
		{"too long", `{"command":"x","pid":1,"user":"` + strings.Repeat("u", maxText) + `"}`, unknown},
		{"the least", `{"command":"x","pid":1}`, "another run works on the list /x/agents.csv: x, process 1"},
		{
			"another zone", `{"command":"x","pid":1,"host":"h","since":"2026-11-22T23:04:05+02:00"}`,
			"another run works on the list /x/agents.csv: x, process 1 on h, since 2026-11-22 21:04:05 UTC",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := ownState(t)
			lock := take(t, s, "list", agents)
			if err := errors.Join(lock.text.Truncate(textAt), write(lock.text, tt.text)); err != nil {
				t.Fatal(err)
			}
			if got := heldBy(t, s).Error(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func write(file io.WriterAt, text string) error {
	_, err := file.WriteAt([]byte(text), textAt)
	return err
}

func TestHeldErrorNamesTheHolder(t *testing.T) {
	const want = "another run works on the list /x/agents.csv: " +
		"phonebatch import agents.csv, process 4711 of ann on host7, since 2026-11-22 21:04:05 UTC"
	if got := (&HeldError{What: "list", Name: agents, Holder: ann}).Error(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestMeIsThisProcess(t *testing.T) {
	me := Me("phonebatch import agents.csv")
	if me.PID != os.Getpid() || me.Command == "" || me.Host == "" || me.Since.IsZero() || me.Since.Location() != time.UTC {
		t.Errorf("got %+v", me)
	}
}

func TestLockInAFolderThatIsGone(t *testing.T) {
	s := ownState(t)
	if err := os.RemoveAll(s.dir); err != nil {
		t.Fatal(err)
	}
	_, err := s.Lock("list", agents, ann)
	var unfit *StateError
	if !errors.As(err, &unfit) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// TestHelperHoldsLock is no test but the other process of the next one: it says that it has the lock, and waits.
func TestHelperHoldsLock(t *testing.T) {
	dir := os.Getenv("LEDGER_TEST_STATE")
	if dir == "" {
		t.Skip("runs as a process of its own")
	}
	s, err := StateIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	take(t, s, "list", agents)
	fmt.Println("held")
	_, _ = io.Copy(io.Discard, os.Stdin) // until it is killed, or its parent is gone
}

func TestLockOfAKilledProcessIsFree(t *testing.T) {
	s := ownState(t)
	other := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHelperHoldsLock$")
	other.Env = append(os.Environ(), "LEDGER_TEST_STATE="+s.dir)
	stdin, err1 := other.StdinPipe()
	stdout, err2 := other.StdoutPipe()
	if err := errors.Join(err1, err2, other.Start()); err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "held\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	if held := heldBy(t, s); held.Holder != ann {
		t.Errorf("held by %v", held.Holder)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := other.Wait(); err == nil {
		t.Fatal("the other process was not killed")
	}
	mine := Holder{Command: "x", PID: 1} // a shorter text than the one that is left there
	lock, err := s.Lock("list", agents, mine)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	if diff := cmp.Diff(mine, heldBy(t, s).Holder); diff != "" {
		t.Errorf("the killed process's text is still there: %s", diff)
	}
}
