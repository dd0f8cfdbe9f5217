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

// begin takes hold of the dialer, and finds the run to go on with. sum is the SHA-256 of the list's content.
func (o *importOptions) begin(path, sum string) (*batch.Session, error) {
	memory, err := o.known.memory(o.app, o.dialing.options.Endpoint.String(), path)
	if err != nil {
		return nil, err
	}
	s, err := o.claim(memory, path, sum)
	if err != nil {
		_ = memory.Register.Close() // the error before counts
		return nil, err
	}
	switch {
	case s.Earlier != nil:
		o.say("going on with the run of %s", s.Earlier.Begun.UTC().Format("2006-01-02 15:04:05 UTC"))
	case o.resume.wanted:
		o.say("there is no open run of this list: a new one begins")
	}
	return s, nil
}

// claim says which list is meant, on which dialer, and where its results go.
func (o *importOptions) claim(m *batch.Memory, path, sum string) (*batch.Session, error) {
	results := o.results.path
	if results == "" {
		results = files.ResultsPath(path, o.results.dir, utcNow())
	}
	absolute, err := filepath.Abs(results)
	if err != nil {
		return nil, err
	}
	return batch.Begin(batch.Claim{
		Memory: *m, By: register.Me("phonebatch import " + path), SHA256: sum, Results: absolute, Said: o.results.path != "", Options: givenFlags(o.flags),
		Resume: o.resume.wanted, RunID: o.resume.run, StartOver: o.startOver, Skips: o.skipExisting(),
	})
}

// recollect finds what earlier imports have chosen for a list. Close the register.
func (o *checkOptions) recollect(path string) (*batch.Memory, error) {
	return o.known.memory(o.app, o.dialing.options.Endpoint.String(), path)
}

// hashed reads a list to its end, and returns it from its beginning again with the SHA-256 of its content. A list that is
// read only once is kept in memory.
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

// given lists the flags that were given, on the command line or by the environment.
func givenFlags(f *pflag.FlagSet) (list []string) {
	f.Visit(func(f *pflag.Flag) {
		for _, v := range typedValues(f) {
			list = append(list, "--"+f.Name+"="+v)
		}
	})
	return list
}
