//go:build unix

package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"phonebatch/apiclient"
)

// The benchmarks compare whole runs of the binary with the least that the same work can take, in one go, and report
// the ratio. Run them with
//
//	go test ./cmd/phonebatch -run '^$' -bench . -benchtime 1x

const benchColumns = "extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password," +
	"phone_full_name,local_gmt,outbound_cid,phone_context,email,admin_user_group,is_webphone,webphone_auto_answer," +
	"use_external_server_ip,template_id,on_hook_agent,Department\n"

// list writes a list of n good rows, some 160 bytes each.
func list(b *testing.B, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), fmt.Sprintf("list%d.csv", n))
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprint(w, benchColumns)
	for i := range n {
		e := 1000000 + i
		fmt.Fprintf(w, "%d,%d,%d,%d,pw%d,10.0.9.%d,SIP,Reg%dx9,Agent %d,-5.00,7275551212,default,a%d@example.com,---ALL---,N,Y,N,SIPTMPL,N,\"Sales, East\"\n",
			e, e, e, e, e, 8+i%2, e, e, e)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return path
}

// timed runs the binary and returns how long it took and its peak memory in MiB.
func timed(b *testing.B, binary string, args ...string) (time.Duration, float64) {
	b.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), "PHONEBATCH_PASSWORD=1234")
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	took := time.Since(began)
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return took, float64(usage.Maxrss) / 1024
}

// bareRead is the least that reading a list can take: encoding/csv and nothing else.
func bareRead(b *testing.B, path string) time.Duration {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	began := time.Now()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	for {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return time.Since(began)
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

// rounds is how often each side is measured, in turn; the best of each counts.
const rounds = 3

// BenchmarkCheck: a million rows, against a bare encoding/csv pass over the same file, and against 10,000 rows.
func BenchmarkCheck(b *testing.B) {
	binary, million, few := compile(b), list(b, 1_000_000), list(b, 10_000)
	for range b.N {
		bare, whole, small, peak := time.Hour, time.Hour, time.Hour, 0.0
		for range rounds {
			bare = min(bare, bareRead(b, million))
			took, mib := timed(b, binary, "check", "--quiet", million)
			whole, peak = min(whole, took), max(peak, mib)
			took, _ = timed(b, binary, "check", "--quiet", few)
			small = min(small, took)
		}
		b.ReportMetric(float64(whole)/float64(bare), "x-bare-csv")
		b.ReportMetric(float64(whole)/float64(small)/100, "x-per-row-of-10k")
		b.ReportMetric(peak, "peak-MiB")
	}
}

// serve starts a sandbox in another process and returns its URL.
func serve(b *testing.B, binary string) string {
	b.Helper()
	url, _ := startSandbox(b, binary)
	return url
}

// bareLoop posts the same forms with the same workers, reads the answers, and does nothing else.
func bareLoop(b *testing.B, base, path string, workers int) time.Duration {
	b.Helper()
	forms := readForms(b, path)
	endpoint := base + "/vicidial/non_agent_api.php"
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: workers}}
	defer client.CloseIdleConnections()
	queue := make(chan url.Values)
	var pool sync.WaitGroup
	began := time.Now()
	for range workers {
		pool.Go(func() {
			for form := range queue {
				resp, err := client.PostForm(endpoint, form)
				if err != nil {
					b.Error(err)
					return
				}
				body, _ := io.ReadAll(resp.Body)
				resp.Body.Close()
				if !strings.HasPrefix(string(body), "SUCCESS") {
					b.Errorf("%s", body)
				}
			}
		})
	}
	for _, f := range forms {
		queue <- f
	}
	close(queue)
	pool.Wait()
	return time.Since(began)
}

// readForms makes the requests before the clock starts.
func readForms(b *testing.B, path string) []url.Values {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	var forms []url.Values
	for _, r := range records[1:] {
		form := url.Values{"source": {"bench"}, "user": {"6666"}, "pass": {"1234"}, "function": {"add_phone"}}
		for i, field := range apiclient.Fields() {
			form.Set(field.String(), r[i])
		}
		forms = append(forms, form)
	}
	return forms
}

// BenchmarkImport: 20,000 rows into a sandbox in another process, in rows a second of the bare loop's.
func BenchmarkImport(b *testing.B) {
	binary, path := compile(b), list(b, 20_000)
	for _, workers := range []int{1, 4, 16} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			for range b.N {
				bare, whole := time.Hour, time.Hour
				for range rounds {
					bare = min(bare, bareLoop(b, serve(b, binary), path, workers))
					took, _ := timed(b, binary, "import", "--yes", "--quiet", "--rate", "0", "--no-probe", "--no-verify", "--workers", fmt.Sprint(workers),
						"--url", serve(b, binary), "--user", "6666", "--results-dir", b.TempDir(), path)
					whole = min(whole, took)
				}
				b.ReportMetric(float64(bare)/float64(whole), "of-bare-rows/s")
				b.ReportMetric(20_000/whole.Seconds(), "rows/s")
			}
		})
	}
}

// BenchmarkImportMemory: the peak of 100,000 rows.
func BenchmarkImportMemory(b *testing.B) {
	binary, path := compile(b), list(b, 100_000)
	for range b.N {
		_, peak := timed(b, binary, "import", "--yes", "--quiet", "--rate", "0", "--no-probe", "--no-verify", "--workers", "4",
			"--url", serve(b, binary), "--user", "6666", "--results-dir", b.TempDir(), path)
		b.ReportMetric(peak, "peak-MiB")
	}
}

// BenchmarkStart: what it takes to start, and how large the binary is.
func BenchmarkStart(b *testing.B) {
	binary := compile(b)
	info, err := os.Stat(binary)
	if err != nil {
		b.Fatal(err)
	}
	for range b.N {
		best := time.Hour
		for range 10 {
			took, _ := timed(b, binary, "version")
			best = min(best, took)
		}
		b.ReportMetric(float64(best.Microseconds())/1000, "ms")
		b.ReportMetric(float64(info.Size())/1e6, "MB")
	}
}
