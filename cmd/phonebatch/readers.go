package main

import (
	"os"
	"runtime"

	"phonebatch/report"
)

// warnOfReaders warns of a password file that others may read. What is no file, such as what a shell makes of <(…), is
// nobody else's; and Windows tells no modes.
func (a *app) warnOfReaders(f *os.File) {
	info, err := f.Stat()
	if err != nil || runtime.GOOS == "windows" || !info.Mode().IsRegular() || info.Mode().Perm()&0o077 == 0 {
		return
	}
	a.warn("others can read the password file %s (mode %04o): chmod 600 it, and think of who may have read it", report.Plain(f.Name()), info.Mode().Perm())
}
