package register

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"phonebatch/batch/files"
	"phonebatch/batch/object"
)

var (
	places    = flag.Int("places", 16, "at how many places TestDamage changes a byte, and at how many it cuts the file")
	placeSeed = flag.Uint64("place-seed", 1, "what the places are drawn from")
)

// A snapshot is all that a register tells of its runs and objects.
type snapshot struct {
	runs      map[string]Run
	objects   map[string]map[object.Key]Object // by run
	standing  map[object.Key]string            // the run
	past      map[object.Key][]Past
	confessed bool // something was reported missing, damaged or set aside
}

// look reads everything that a register of the runs of damageable tells.
func look(t *testing.T, r *Register) *snapshot {
	t.Helper()
	s := &snapshot{make(map[string]Run), make(map[string]map[object.Key]Object), make(map[object.Key]string), make(map[object.Key][]Past), r.Aside != ""}
	fine := func(err error) bool {
		t.Helper()
		var damaged *DamagedError
		if err != nil && !errors.As(err, &damaged) && !errors.Is(err, ErrNoRun) {
			t.Errorf("an error without its type: %v", err)
		}
		s.confessed = s.confessed || err != nil
		return err == nil
	}
	list, err := r.Runs(0)
	fine(err)
	for _, run := range list {
		if run.Damaged {
			continue
		}
		s.runs[run.ID] = run
		s.objects[run.ID] = make(map[object.Key]Object)
		damaged, err := r.Objects(run.ID, func(o *Object) {
			plain := *o
			plain.register, plain.row = nil, nil
			s.objects[run.ID][o.Key] = plain
		})
		fine(err)
		s.confessed = s.confessed || damaged > 0
	}
	for n := range 60 {
		o := phone(n)
		if standing, is, err := r.Standing(dialer, o.Key); fine(err) && is {
			s.standing[o.Key] = standing.Run
		}
		if past, err := r.Past(dialer, o.Person); fine(err) && len(past) > 0 {
			s.past[o.Key] = past
		}
	}
	return s
}

// untrue finds what a damaged register says and the whole one does not. What is missing must have been reported.
func (s *snapshot) untrue(whole *snapshot) error {
	for id, run := range s.runs {
		if !reflect.DeepEqual(run, whole.runs[id]) {
			return fmt.Errorf("the run %s is %+v", id, run)
		}
		for key, o := range s.objects[id] {
			if !reflect.DeepEqual(o, whole.objects[id][key]) {
				return fmt.Errorf("of the run %s: %+v", id, o)
			}
		}
	}
	for key, run := range s.standing {
		if whole.standing[key] != run {
			return fmt.Errorf("%v stands of the run %s", key, run)
		}
	}
	if !s.confessed && !reflect.DeepEqual([]any{s.runs, s.objects, s.standing, s.past}, []any{whole.runs, whole.objects, whole.standing, whole.past}) {
		return errors.New("something is missing, and nothing is reported")
	}
	return nil
}

// damageable makes a register of several runs, and returns its path and what it tells.
func damageable(t *testing.T) (string, *snapshot) {
	t.Helper()
	path := filepath.Join(t.TempDir(), fileName)
	r := openAt(t, path)
	for i, status := range []object.Status{object.Added, object.Exists, object.Unconfirmed, object.Deleted} {
		run := Run{ID: fmt.Sprint("r", i), Command: CommandImport, Dialer: dialer, ListPath: "/l.csv", Begun: time.Unix(int64(i+1), 0), Options: []string{"--yes"}}
		if status == object.Deleted {
			run.Command, run.Of = CommandUndo, "r0"
		}
		rec, err := r.Begin(run)
		check(t, err)
		list := phones(10*i, 10*i+30)
		check(t, rec.Asked(list[0], object.Absent), rec.Claim(list))
		for _, o := range list[2:] {
			check(t, rec.Settled(o, result(status)))
		}
		check(t, rec.End(Ending{Left: i}), rec.Close())
	}
	whole := look(t, r)
	check(t, r.Close())
	if whole.confessed || len(whole.runs) != 4 || len(whole.standing) == 0 {
		t.Fatalf("the whole register tells %+v", whole)
	}
	return path, whole
}

// TestDamage: whatever byte of a register is changed, and wherever it is cut, what it tells is what was written, or it
// is reported missing, damaged or set aside.
//
//	go test ./batch/register -run Damage -places 2000 -place-seed 7
func TestDamage(t *testing.T) {
	path, whole := damageable(t)
	text, err := os.ReadFile(path)
	check(t, err)
	draw := rand.New(rand.NewPCG(*placeSeed, 2))
	for n := range 2 * *places {
		at := draw.IntN(len(text))
		if n%4 == 0 {
			at = draw.IntN(4096) // the first page, which everything hangs on
		}
		bad, what := append([]byte(nil), text[:at]...), fmt.Sprintf("cut at %d", at)
		if n%2 == 1 {
			change := byte(1 + draw.IntN(255))
			bad, what = append([]byte(nil), text...), fmt.Sprintf("byte %d xor %#x", at, change)
			bad[at] ^= change
		}
		t.Run(what, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), fileName)
			check(t, os.WriteFile(path, bad, 0o600))
			r, err := Open(path)
			if err != nil {
				var damaged *DamagedError
				var newer *NewerError
				if !errors.As(err, &damaged) && !errors.As(err, &newer) {
					t.Fatalf("got %v", err)
				}
				return
			}
			defer r.Close()
			if r.Aside != "" {
				if kept, err := os.ReadFile(r.Aside); err != nil || len(kept) != len(bad) {
					t.Errorf("set aside are %d bytes, %v", len(kept), err)
				}
			}
			if err := look(t, r).untrue(whole); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestDamagedLog: a byte that is changed in the log of a process that was killed is reported, or changes nothing.
func TestDamagedLog(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, fileName)
	r := openAt(t, path)
	for i, status := range []object.Status{object.Added, object.Exists} {
		rec := begin(t, r, fmt.Sprint("r", i))
		list := phones(10*i, 10*i+30)
		check(t, rec.Claim(list), rec.Sync())
		for _, o := range list[2:] {
			check(t, rec.Settled(o, result(status)))
		}
		check(t, rec.End(Ending{Left: i}), rec.Close())
	}
	whole := look(t, r)
	text, err1 := os.ReadFile(path)
	log, err2 := os.ReadFile(path + "-wal")
	check(t, err1, err2, r.Close())
	if lostCommits(log) || whole.confessed {
		t.Fatal("a whole log is called torn")
	}
	draw := rand.New(rand.NewPCG(*placeSeed, 3))
	for range *places {
		at, change := draw.IntN(len(log)), byte(1+draw.IntN(255))
		t.Run(fmt.Sprintf("byte %d xor %#x", at, change), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), fileName)
			bad := append([]byte(nil), log...)
			bad[at] ^= change
			check(t, os.WriteFile(path, text, 0o600), os.WriteFile(path+"-wal", bad, 0o600))
			r := openAt(t, path)
			if r.Torn != "" || r.Aside != "" {
				return // what is left is what was there at some time
			}
			if err := look(t, r).untrue(whole); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestOthersHaveItOpen: a damaged register that others have open is not set aside.
func TestOthersHaveItOpen(t *testing.T) {
	r := own(t)
	check(t, os.WriteFile(r.path, []byte("no database at all, and longer than a header"), 0o600))
	_, err := Open(r.path)
	var damaged *DamagedError
	if !errors.As(err, &damaged) || !damaged.InUse {
		t.Errorf("got %v", err)
	}
	check(t, r.Close())
	again := openAt(t, r.path)
	if again.Aside == "" || !files.Exists(again.Aside) {
		t.Errorf("not set aside: %+v", again)
	}
}

// TestSchemaOfAnotherVersion: a newer register is left alone, and an older one is not changed under others.
func TestSchemaOfAnotherVersion(t *testing.T) {
	r := own(t)
	version := func(n int) {
		t.Helper()
		tx, err := r.db.Begin()
		check(t, err, signSchema(tx, n))
		_, err = tx.Exec(fmt.Sprint("PRAGMA user_version = ", n))
		check(t, err, tx.Commit())
	}
	version(len(migrations) + 1)
	_, err := Open(r.path)
	var newer *NewerError
	if !errors.As(err, &newer) || newer.Version != len(migrations)+1 {
		t.Errorf("got %v", err)
	}
	check(t, r.Close())
	if _, err := Open(r.path); !errors.As(err, &newer) {
		t.Errorf("alone: got %v", err)
	}
}

// A file that is no register keeps its name and its content, unless it has the name that this program gives a register.
func TestAStrangeFileStays(t *testing.T) {
	for _, text := range []string{"name,password\nAnn,secret\n", "SQLite format 3\x00" + strings.Repeat("x", 4096)} {
		path := filepath.Join(t.TempDir(), "agents.csv")
		check(t, os.WriteFile(path, []byte(text), 0o600))
		r, err := Open(path)
		if !errors.Is(err, errStrange) {
			t.Errorf("%v", err)
		}
		if r != nil {
			check(t, r.Close())
		}
		if now, err := os.ReadFile(path); err != nil || string(now) != text {
			t.Errorf("the file is changed: %v", err)
		}
	}
}
