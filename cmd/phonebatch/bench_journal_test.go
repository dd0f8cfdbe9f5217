//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// importing is an import of a list with 16 workers and no questions, into a fresh sandbox in another process. It returns
// how long it took.
func importing(b *testing.B, binary, path string, journal bool) time.Duration {
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
	job := &batch.Job{
		Run: run.Options{Workers: 16, Retries: 3, GiveUp: time.Minute, Run: "bench"}, Add: true, NoProbe: true, NoVerify: true,
		Dial: func(*preflight.List) (*apiclient.Client, error) {
			return apiclient.New(apiclient.Options{
				Endpoint: endpoint, User: "6666", Pass: "1234", Source: "bench", ProbeSource: "bench", Timeout: time.Minute, Workers: 16,
			})
		},
	}
	if journal {
		state, err := ledger.StateIn(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		job.Session, err = batch.Begin(batch.Claim{State: state, Results: filepath.Join(b.TempDir(), "results.csv"), Said: true, Dialer: endpoint.String()})
		if err != nil {
			b.Fatal(err)
		}
		defer job.Session.Close()
	}
	began := time.Now()
	out, err := job.Do(b.Context(), list)
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

// BenchmarkJournal: 20,000 rows with a journal, in rows a second of the same without.
func BenchmarkJournal(b *testing.B) {
	binary, path := compile(b), list(b, 20_000)
	for range b.N {
		without, with := time.Hour, time.Hour
		for range rounds {
			without = min(without, importing(b, binary, path, false))
			with = min(with, importing(b, binary, path, true))
		}
		b.ReportMetric(float64(without)/float64(with), "of-rows/s-without")
	}
}
