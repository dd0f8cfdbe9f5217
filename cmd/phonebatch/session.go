package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"phonebatch/batch"
	"phonebatch/batch/files"
	"phonebatch/batch/register"
)

// begin takes the lock of the dialer and finds the run to continue, if any. sum is the SHA-256 of the list's content,
// in hex. The caller closes the session and its register. With an error, both are closed.
func (o *importOptions) begin(path, sum string) (*batch.Session, error) {
	memory, err := o.recollect(path)
	if err != nil {
		return nil, err
	}
	results := o.results.path
	if results == "" {
		results = files.ResultsPath(path, o.results.dir, utcNow())
	}
	s, err := o.claim(memory, path, sum, results)
	if err != nil {
		_ = memory.Register.Close() // the first error is more important
		return nil, err
	}
	switch {
	case s.Earlier != nil:
		o.say("continuing the run of %s", s.Earlier.Begun.UTC().Format("2006-01-02 15:04:05 UTC"))
	case o.resume.wanted && s.Undone != nil:
		o.say("run %s of this list was taken back by undo: a new one begins", s.Undone.ID)
	case o.resume.wanted:
		o.say("there is no open run of this list: a new one begins")
	}
	return s, nil
}

// claim takes the lock for a list, its dialer and its results. results is the path of a new run's results. Errors are
// those of batch.Begin.
func (o *importOptions) claim(m *batch.Memory, path, sum, results string) (*batch.Session, error) {
	absolute, err := filepath.Abs(results)
	if err != nil {
		return nil, err
	}
	s, err := batch.Begin(batch.Claim{
		Memory: *m, By: register.Me("phonebatch import " + path), SHA256: sum, Results: absolute, Said: o.results.path != "", Options: givenFlags(o.flags),
		Resume: o.resume.wanted, RunID: o.resume.run, StartOver: o.startOver, SkipExisting: o.skipExisting(),
	})
	if err != nil {
		return nil, err
	}
	if err := o.regenerate.fits(s.Earlier); err != nil {
		_ = s.Close() // the first error is more important
		return nil, err
	}
	return s, nil
}

// recollect returns what earlier imports have recorded about a list. The caller closes the register of the Memory.
func (o *checkOptions) recollect(path string) (*batch.Memory, error) {
	m, err := o.known.memory(o.app, o.dialing, path)
	if err == nil {
		m.RetireMissing = o.missing.retire
	}
	return m, err
}

// hashed returns the SHA-256 of the content of a list, in hex, and a reader that begins at the start of the list. A
// list that can be read only once, such as a pipe, is kept in memory. If ctx ends while hashed reads such a list, the
// error is the cause of ctx.
func hashed(ctx context.Context, list io.Reader) (io.Reader, string, error) {
	sum := sha256.New()
	if f, isFile := list.(*os.File); isFile {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			if _, err := io.Copy(sum, f); err != nil {
				return nil, "", err
			}
			_, err = f.Seek(0, io.SeekStart)
			return f, hex.EncodeToString(sum.Sum(nil)), err
		}
	}
	text, err := batch.ReadAll(ctx, list)
	if err != nil {
		return nil, "", err
	}
	sum.Write(text)
	return bytes.NewReader(text), hex.EncodeToString(sum.Sum(nil)), nil
}

// givenFlags lists the flags that the command line or the environment sets, as --name=value, without passwords.
func givenFlags(f *pflag.FlagSet) (list []string) {
	f.Visit(func(f *pflag.Flag) {
		if placeOf(f) > environment { // --profile and --dialer are in the list
			return
		}
		for _, v := range typedValues(f) {
			list = append(list, "--"+f.Name+"="+v)
		}
	})
	return list
}
