package register

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
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

const agents = "https://d/agents"

func take(t *testing.T, r *Register, name string) *Lock {
	t.Helper()
	lock, err := r.Lock(name, ann)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lock.Release() })
	return lock
}

// heldBy returns who holds the lock of agents, which must be held.
func heldBy(t *testing.T, s *Register) *HeldError {
	t.Helper()
	lock, err := s.Lock(agents, Me("second"))
	var held *HeldError
	if lock != nil || !errors.As(err, &held) {
		t.Fatalf("got %v, %v; want it held", lock, err)
	}
	return held
}

func TestLockIsHeldUntilReleased(t *testing.T) {
	s := own(t)
	lock := take(t, s, agents)
	for range 2 {
		if diff := cmp.Diff(&HeldError{Name: agents, Holder: ann}, heldBy(t, s)); diff != "" {
			t.Error(diff)
		}
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	again := take(t, s, agents)
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
	s := own(t)
	take(t, s, agents)
	take(t, s, "https://d/agents2")
	take(t, own(t), agents)
}

func TestLockFile(t *testing.T) {
	s := own(t)
	lock := take(t, s, agents)
	path := s.lockPath(agents)
	const want = "\n" + `{"dialer":"https://d/agents","command":"phonebatch import agents.csv","pid":4711,` +
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
	s := own(t)
	long := ann
	long.Command = strings.Repeat("é", maxText)
	lock, err := s.Lock(agents, long)
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

// TestForeignHolder: what others have written into the file is neither trusted nor needed.
func TestForeignHolder(t *testing.T) {
	const unknown = "another run works on the dialer https://d/agents: a process that has not said who it is"
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", unknown},
		{"half a line", `{"dialer":"https://d/agents","comm`, unknown},
		{"no json", "4711", unknown},
		{"two lines", "{}\n{}", unknown},
		{"no time", `{"command":"x","pid":1,"since":"yesterday"}`, unknown},
		{"no process", `{"command":"x"}`, unknown},
		{"no command", `{"pid":4711}`, unknown},
		{"too long", `{"command":"x","pid":1,"user":"` + strings.Repeat("u", maxText) + `"}`, unknown},
		{"the least", `{"command":"x","pid":1}`, "another run works on the dialer https://d/agents: x, process 1"},
		{
			"another zone", `{"command":"x","pid":1,"host":"h","since":"2026-11-22T23:04:05+02:00"}`,
			"another run works on the dialer https://d/agents: x, process 1 on h, since 2026-11-22 21:04:05 UTC",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := own(t)
			lock := take(t, s, agents)
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
	const want = "another run works on the dialer https://d/agents: " +
		"phonebatch import agents.csv, process 4711 of ann on host7, since 2026-11-22 21:04:05 UTC"
	if got := (&HeldError{Name: agents, Holder: ann}).Error(); got != want {
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
	s := own(t)
	check(t, os.RemoveAll(filepath.Join(filepath.Dir(s.path), "locks")))
	_, err := s.Lock(agents, ann)
	var unfit *StateError
	if !errors.As(err, &unfit) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// TestHelperHoldsLock is the other process of the next test: it says that it has the lock, and waits.
func TestHelperHoldsLock(t *testing.T) {
	path := os.Getenv("REGISTER_TEST_PATH")
	if path == "" {
		t.Skip("runs as a process of its own")
	}
	s := openAt(t, path)
	take(t, s, agents)
	fmt.Println("held")
	_, _ = io.Copy(io.Discard, os.Stdin) // until it is killed, or its parent is gone
}

func TestLockOfAKilledProcessIsFree(t *testing.T) {
	s := own(t)
	other := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHelperHoldsLock$")
	other.Env = append(os.Environ(), "REGISTER_TEST_PATH="+s.path)
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
	lock, err := s.Lock(agents, mine)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	if diff := cmp.Diff(mine, heldBy(t, s).Holder); diff != "" {
		t.Errorf("the killed process's text is still there: %s", diff)
	}
}
