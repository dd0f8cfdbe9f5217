package register

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"phonebatch/batch/object"
)

// record takes objects through a run as an import does: chosen, claimed 1024 at a time, settled.
func record(t testing.TB, rec *Recording, list []*object.Object) {
	t.Helper()
	check(t, rec.Assigned(list), rec.Sync())
	for begin := 0; begin < len(list); begin += 1024 {
		some := list[begin:min(begin+1024, len(list))]
		check(t, rec.Claim(some), rec.Sync())
		for _, o := range some {
			check(t, rec.Settled(o, result(object.Added)))
		}
		check(t, rec.Flush())
	}
	check(t, rec.Sync())
}

// BenchmarkRecord: 100,000 objects chosen, claimed and settled.
//
//	go test ./batch/register -run '^$' -bench Record -benchtime 1x
func BenchmarkRecord(b *testing.B) {
	list := phones(0, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		r := own(b)
		rec := begin(b, r, "r1")
		record(b, rec, list)
		check(b, rec.End(Ending{}), rec.Close(), r.Close())
	}
}

// BenchmarkLarge opens a register of REGISTER_OBJECTS objects in runs of 5,000 (10,000 objects unless told), after a
// clean and an unclean end, and goes on with one of its runs.
//
//	REGISTER_OBJECTS=1000000 go test ./batch/register -run '^$' -bench Large -benchtime 1x
func BenchmarkLarge(b *testing.B) {
	n, _ := strconv.Atoi(os.Getenv("REGISTER_OBJECTS"))
	if n == 0 {
		n = 10_000
	}
	path := filepath.Join(b.TempDir(), fileName)
	r, err := Open(path)
	check(b, err)
	for i := 0; i < n; i += 5000 {
		rec := begin(b, r, fmt.Sprint("r", i))
		record(b, rec, phones(i, i+5000))
		check(b, rec.End(Ending{Left: 1}), rec.Close())
	}
	check(b, r.Close())
	info, err := os.Stat(path)
	check(b, err)
	for name, unclean := range map[string]bool{"clean": false, "unclean": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				if unclean {
					interrupt(b, path)
				}
				b.StartTimer()
				begun := time.Now()
				r, err := Open(path)
				check(b, err)
				b.ReportMetric(float64(time.Since(begun).Milliseconds()), "ms/open")
				rec, err := r.Continue("r0", Run{})
				check(b, err)
				count := 0
				_, err = r.Objects("r0", func(*Object) { count++ })
				check(b, err)
				b.ReportMetric(float64(time.Since(begun).Milliseconds()), "ms/open+continue+read")
				begun = time.Now()
				for _, o := range phones(0, 1000) {
					_, is, err := r.Standing(dialer, o.Key)
					_, err2 := r.Past(dialer, o.Person)
					if check(b, err, err2); !is {
						b.Fatal("not standing")
					}
				}
				b.ReportMetric(float64(time.Since(begun).Microseconds())/1000, "µs/standing+past")
				b.ReportMetric(float64(info.Size())/float64(n), "bytes/object")
				check(b, rec.Close(), r.Close())
			}
		})
	}
}

// interrupt leaves the register as a process that was killed leaves it: with a -wal.
func interrupt(t testing.TB, path string) {
	t.Helper()
	r, err := Open(path)
	check(t, err)
	rec := begin(t, r, fmt.Sprint("x", time.Now().UnixNano()))
	check(t, rec.Claim(phones(0, 3)), rec.Sync())
	copyFile(t, path, path+".killed")
	copyFile(t, path+"-wal", path+".killed-wal")
	check(t, rec.Close(), r.Close(), os.Rename(path+".killed", path), os.Rename(path+".killed-wal", path+"-wal"))
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	check(t, err, os.WriteFile(to, text, 0o600))
}

// BenchmarkLookups asks for a phone that stands and for one that nobody knows, and for what their people had.
func BenchmarkLookups(b *testing.B) {
	r := own(b)
	rec := begin(b, r, "r1")
	record(b, rec, phones(0, 5000))
	check(b, rec.Close())
	for name, list := range map[string][]*object.Object{"known": phones(0, 1000), "unknown": phones(6000, 7000)} {
		b.Run(name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				o := list[n%len(list)]
				n++
				_, is, err := r.Standing(dialer, o.Key)
				_, err2 := r.Past(dialer, o.Person)
				if check(b, err, err2); is != (name == "known") {
					b.Fatal(is)
				}
			}
		})
	}
}
