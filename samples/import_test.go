package samples

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

func TestSamplesImportCompletely(t *testing.T) {
	for _, name := range []string{"agents", "minimal"} {
		t.Run(name, func(t *testing.T) {
			dialer := sandbox.New(sandbox.Default())
			job := batch.Import{Job: batch.Job{
				Preflight: preflight.Options{Strict: true, Problems: 100},
				Run:       run.Options{Workers: 4, Run: "r1"},
				Dial: func(*preflight.List) (*apiclient.Client, error) {
					endpoint, err := apiclient.ParseEndpoint("http://localhost")
					if err != nil {
						return nil, err
					}
					return apiclient.New(apiclient.Options{
						Endpoint: endpoint, User: "6666", Pass: "1234", Source: "phonebatch", ProbeSource: "phonebatchprobe", Timeout: time.Minute, Workers: 4, Transport: dialer,
					})
				},
			}}
			out, err := job.Do(context.Background(), bytes.NewReader(sample(t, name)))
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range out.Results {
				if r.Status != object.Added || r.Verified != object.VerifiedYes {
					t.Errorf("line %d: %s, %s: %s", r.Line, r.Status, r.Code, r.Message)
				}
			}
			want, got := map[string]map[string]string{}, map[string]map[string]string{}
			for _, p := range dialer.Phones() {
				got[p["extension"]] = p
			}
			for _, row := range out.List.Rows {
				stored := map[string]string{}
				for column, value := range got[row.Phone.Extension] {
					stored[column] = value
				}
				for _, f := range apiclient.Fields() {
					spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, f.String())
					if v := row.Phone.Value(f); v != "" {
						stored[spec.Column] = v
					}
				}
				want[row.Phone.Extension] = stored
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}
