package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"

	"phonebatch/batch/exit"
)

var fullDisks = flag.Int("full-disks", 0, "imports onto small file systems of their own, which fill up; as root")

// TestFullFileSystem: register, results and failed rows are on a file system of 64 KiB to 2 MiB, which fills up at any
// write. Every phone that is stored stands in the register, and with more room the import is finished.
//
//	go test ./cmd/phonebatch -run FullFileSystem -full-disks 100
func TestFullFileSystem(t *testing.T) {
	if *fullDisks == 0 {
		t.Skip("-full-disks N mounts file systems")
	}
	draw, began, midway := rand.New(rand.NewPCG(3, uint64(*fullDisks))), 0, 0
	for range *fullDisks {
		size := 64 + draw.IntN(2048-64)
		o := newOrdeal(t, 600+draw.IntN(2400))
		o.mount(size)
		results := o.path("state/r.csv")
		status, said := o.ends(o.command("--results", results))
		if status != exit.Done && (status != exit.Unexpected || !strings.Contains(said, "phonebatch: hint: ")) {
			t.Errorf("%d KiB: exit status %d: %s", size, status, said)
		}
		o.enlarge() // whoever opens the register writes to it
		stored := o.recorded()
		if stored > 0 && status != exit.Done {
			began++
		}
		if stored > 0 && stored < o.rows {
			midway++
		}
		if status != exit.Done {
			o.finish(results)
		}
		if t.Failed() {
			t.Fatalf("%d KiB, %d rows: ended with %d, %d phones stored, and said: %s", size, o.rows, status, stored, said)
		}
	}
	t.Logf("of %d imports %d ended early although phones were stored, %d of them before all were", *fullDisks, began, midway)
	if began == 0 || midway == 0 {
		t.Error("no file system was full while phones were added")
	}
}

// mount mounts a file system of so many KiB where the program keeps its state.
func (o *ordeal) mount(kib int) {
	o.Helper()
	state := o.path("state")
	if err := os.Mkdir(state, 0o700); err != nil {
		o.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", state, "tmpfs", 0, fmt.Sprintf("size=%dk,mode=700", kib)); err != nil {
		o.Fatal(err)
	}
	o.Cleanup(func() {
		if err := syscall.Unmount(state, 0); err != nil {
			o.Error(err)
		}
	})
}

// enlarge makes room on the file system of the state.
func (o *ordeal) enlarge() {
	o.Helper()
	if err := syscall.Mount("tmpfs", o.path("state"), "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		o.Fatal(err)
	}
}
