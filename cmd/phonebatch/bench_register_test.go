//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// importing is an import of a list with 16 workers and no questions, into a fresh sandbox in another process. It
// returns how long the import took. A nil session is that of an import without the register.
func importing(b *testing.B, binary, path string, session func(dialer string) *batch.Session) time.Duration {
	b.Helper()
	list, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer list.Close()
	endpoint, err := apiclient.ParseEndpoint(serve(b, binary))
	if err != nil {
		b.Fatal(err)
	}
	job := &batch.Import{NoProbe: true, NoVerify: true, Job: batch.Job{
		Run: run.Options{Workers: 16, Retries: 3, GiveUp: time.Minute, Run: "bench"}, Dialer: endpoint.String(),
		Dial: func(*preflight.List) (*apiclient.Client, error) {
			return apiclient.New(apiclient.Options{
				Endpoint: endpoint, User: "6666", Pass: "1234", Source: "bench", ProbeSource: "bench", Timeout: time.Minute, Workers: 16,
			})
		},
	}}
	if session != nil {
		job.Session = session(endpoint.String())
		job.Memory = job.Session.Memory
		defer job.Session.Register.Close()
		defer job.Session.Close()
	}
	began := time.Now()
	out, err := job.Do(b.Context(), list)
	if err == nil {
		err = job.Session.End(out.Results)
	}
	took := time.Since(began)
	if err != nil {
		b.Fatal(err)
	}
	for _, r := range out.Results {
		if r.Status != object.Added {
			b.Fatalf("line %d: %s", r.Line, r.Code)
		}
	}
	return took
}

// begun is a session of a new register.
func begun(b *testing.B, list, dialer string) *batch.Session {
	b.Helper()
	r, err := register.Open(filepath.Join(b.TempDir(), "register.db"))
	if err != nil {
		b.Fatal(err)
	}
	s, err := batch.Begin(batch.Claim{
		Memory: batch.Memory{Register: r, Dialer: dialer, List: list}, By: register.Me("bench"), Results: filepath.Join(b.TempDir(), "results.csv"), Said: true,
	})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkRegister: 20,000 rows with the register, in rows a second of the same without.
//
//	go test ./cmd/phonebatch -run '^$' -bench Register -benchtime 1x
func BenchmarkRegister(b *testing.B) {
	binary, path := compile(b), list(b, 20_000)
	for range b.N {
		without, with := time.Hour, time.Hour
		for range rounds {
			without = min(without, importing(b, binary, path, nil))
			with = min(with, importing(b, binary, path, func(dialer string) *batch.Session { return begun(b, path, dialer) }))
		}
		b.ReportMetric(20_000/with.Seconds(), "rows/s")
		b.ReportMetric(float64(without)/float64(with), "of-rows/s-without")
	}
}
