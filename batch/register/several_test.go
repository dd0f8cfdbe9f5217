package register

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"

	"phonebatch/batch/files"
	"phonebatch/batch/object"
)

// busy is how many objects each run of the tests below records.
const busy = 400

// work records a run of its own, as one of several processes.
func work(t *testing.T, r *Register, n int) {
	rec, err := r.Begin(Run{ID: fmt.Sprint("w", n), Command: CommandImport, Dialer: fmt.Sprint("d", n%2)})
	if err != nil {
		t.Error(err)
		return
	}
	list := phones(n*busy, (n+1)*busy)
	for len(list) > 0 {
		some := list[:20]
		list = list[20:]
		if err := rec.Claim(some); err != nil {
			t.Error(err)
			return
		}
		var syncing sync.WaitGroup
		var synced error
		syncing.Go(func() { synced = rec.Sync() })
		_, _, err := r.Standing(fmt.Sprint("d", n%2), some[0].Key)
		if syncing.Wait(); err != nil || synced != nil {
			t.Error(err, synced)
			return
		}
		for _, o := range some {
			if err := rec.Settled(o, result(object.Added)); err != nil {
				t.Error(err)
			}
		}
		if err := rec.Flush(); err != nil {
			t.Error(err)
		}
	}
	if err := rec.End(Ending{}); err != nil {
		t.Error(err)
	}
	if err := rec.Close(); err != nil {
		t.Error(err)
	}
}

// TestWorker is another process of the next test.
func TestWorker(t *testing.T) {
	path, n := os.Getenv("REGISTER_TEST_PATH"), os.Getenv("REGISTER_TEST_WORKER")
	if n == "" {
		t.Skip("runs as a process of its own")
	}
	i, err := strconv.Atoi(n)
	check(t, err)
	for part := range 3 {
		r, err := Open(path)
		check(t, err)
		if r.Aside != "" || r.Torn != "" {
			t.Errorf("set aside: %s%s", r.Aside, r.Torn)
		}
		work(t, r, 3*i+part)
		check(t, r.Close())
	}
}

// TestSeveralAtOnce: several processes, and several runs of one process, record at once. Nothing is lost, and nobody is
// told that the database is locked.
func TestSeveralAtOnce(t *testing.T) {
	r := own(t)
	var all sync.WaitGroup
	for n := range 2 {
		all.Go(func() {
			other := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWorker$")
			other.Env = append(os.Environ(), "REGISTER_TEST_PATH="+r.path, fmt.Sprint("REGISTER_TEST_WORKER=", n))
			if said, err := other.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
	for n := 6; n < 8; n++ {
		all.Go(func() { work(t, r, n) })
	}
	all.Wait()
	for n := range 8 {
		objects := objectsOf(t, r, fmt.Sprint("w", n))
		for _, o := range objects {
			if !o.Added() {
				t.Errorf("%v is %+v", o.Key, o.Outcome)
			}
		}
		if len(objects) != busy {
			t.Errorf("run %d has %d objects", n, len(objects))
		}
	}
	if list, err := r.Runs(0); err != nil || len(list) != 8 {
		t.Errorf("%d runs, %v", len(list), err)
	}
}

// TestAKilledProcessLosesNothingThatWasSynced: another process sees what was claimed, and not what was settled and
// neither flushed nor synced.
func TestAKilledProcessLosesNothingThatWasSynced(t *testing.T) {
	r := own(t)
	rec := begin(t, r, "r1")
	list := phones(0, 3)
	check(t, rec.Claim(list), rec.Sync(), rec.Settled(list[0], result(object.Added)), rec.Sync(), rec.Settled(list[1], result(object.Added)))
	dead := r.path + "-dead"
	copyFile(t, r.path, dead)
	copyFile(t, r.path+"-wal", dead+"-wal")
	left := openAt(t, dead)
	if left.Aside != "" || left.Torn != "" {
		t.Errorf("set aside: %s%s", left.Aside, left.Torn)
	}
	all := objectsOf(t, left, "r1")
	for i, want := range []bool{true, false, false} {
		if o := all[list[i].Folded()]; o.Added() != want || !o.Claimed {
			t.Errorf("%d: %+v", i, o)
		}
	}
	if run, _, err := left.Run("r1"); err != nil || !run.Open() {
		t.Errorf("%+v, %v", run, err)
	}
	check(t, left.Close())
	if files.Exists(dead + "-wal") {
		t.Error("a clean end leaves a -wal")
	}
}

// TestAFullDiskEndsARecording: what cannot be recorded is an error of the next Sync, and of every call after it.
func TestAFullDiskEndsARecording(t *testing.T) {
	r := own(t)
	rec := begin(t, r, "r1")
	check(t, rec.Claim(phones(0, 10)), rec.Sync())
	// A database that may not grow fails as on a full disk.
	var pages int
	check(t, rec.writer.table.conn.QueryRowContext(t.Context(), "PRAGMA max_page_count = 1").Scan(&pages))
	check(t, rec.Claim(phones(10, 500)))
	first := rec.Sync()
	var full *StateError
	if !errors.As(first, &full) || full.Path != r.path {
		t.Fatalf("got %v", first)
	}
	o := phone(1)
	for name, err := range map[string]error{
		"Claim": rec.Claim(phones(0, 1)), "Settled": rec.Settled(o, result(object.Added)), "Asked": rec.Asked(o, object.There),
		"Flush": rec.Flush(), "Sync": rec.Sync(), "End": rec.End(Ending{}), "Assigned": rec.Assigned(nil),
	} {
		if !errors.Is(err, first) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := rec.Close(); !errors.Is(err, first) {
		t.Errorf("Close: %v", err)
	}
	if err := rec.Flush(); !errors.Is(err, ErrClosed) && !errors.Is(err, first) {
		t.Errorf("after Close: %v", err)
	}
	if n := len(objectsOf(t, r, "r1")); n != 10 {
		t.Errorf("%d objects", n)
	}
}
