package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"phonebatch/apiclient/sandbox"
)

// measured starts a sandbox that answers over HTTP as fast as a dialer on two cores. It returns the URL.
func measured(b *testing.B) string {
	b.Helper()
	d := sandbox.New(sandbox.Default())
	d.Latency(sandbox.Measured)
	s := httptest.NewServer(d)
	b.Cleanup(s.Close)
	return s.URL
}

// agents imports a list with the binary, and returns how long that takes.
func agents(b *testing.B, binary, list, url string, flags ...string) time.Duration {
	b.Helper()
	c := exec.Command(binary, append(append([]string{"import", "--yes", "--quiet", "--url", url, "--user", "6666", "--results-dir", b.TempDir()}, flags...), list)...)
	c.Env = append(os.Environ(), "PHONEBATCH_PASSWORD=1234", "XDG_STATE_HOME="+b.TempDir())
	var said bytes.Buffer
	c.Stderr = &said
	began := time.Now()
	if err := c.Run(); err != nil {
		b.Fatalf("%v: %s", err, said.String())
	}
	return time.Since(began)
}

// curls posts the rows of a list one by one, as a loop in a shell does, and returns how long that takes.
func curls(b *testing.B, rows int, url string) time.Duration {
	b.Helper()
	script := filepath.Join(b.TempDir(), "loop.sh")
	text := fmt.Sprintf(`for n in $(seq 1001 %d); do
	curl -s -o /dev/null --data "source=loop&user=6666&pass=1234&function=add_phone&extension=$n&dialplan_number=$n&voicemail_id=$n&phone_login=$n&phone_pass=Gx7kPq2w$n&server_ip=10.0.9.8&protocol=SIP&registration_password=Rv4mTz9s$n&phone_full_name=Agent&local_gmt=-5.00&outbound_cid=7275551212" %s/vicidial/non_agent_api.php
done
`, 1000+rows, url)
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if out, err := exec.Command("sh", script).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return time.Since(began)
}

// BenchmarkAgents: 500 agents with no flag, against a loop of curl, on a dialer as fast as the one that was measured.
//
//	go test ./cmd/phonebatch -run '^$' -bench Agents -benchtime 1x
func BenchmarkAgents(b *testing.B) {
	binary, path := compile(b), list(b, 500)
	for range b.N {
		b.ReportMetric(curls(b, 500, measured(b)).Seconds(), "s-curl")
		b.ReportMetric(agents(b, binary, path, measured(b)).Seconds(), "s-gentle")
		b.ReportMetric(agents(b, binary, path, measured(b), "--read-back", "off").Seconds(), "s-gentle-by-questions")
		b.ReportMetric(agents(b, binary, path, measured(b), "--pace", "fast").Seconds(), "s-fast")
	}
}

// A neighbour is another client of the dialer. It makes 150 calls a second.
type neighbour struct {
	mu    sync.Mutex
	times []time.Duration
}

// live calls the dialer until stop is closed, and returns the time below which 95 of 100 answers came.
func (n *neighbour) live(url string, stop <-chan struct{}) time.Duration {
	var calls sync.WaitGroup
	tick := time.NewTicker(time.Second / 150)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			calls.Wait()
			slices.Sort(n.times)
			return n.times[len(n.times)*95/100]
		case <-tick.C:
			calls.Go(func() {
				began := time.Now()
				if r, err := http.Get(url + "/vicidial/non_agent_api.php?function=version"); err == nil {
					_ = r.Body.Close()
				}
				n.mu.Lock()
				n.times = append(n.times, time.Since(began))
				n.mu.Unlock()
			})
		}
	}
}

// BenchmarkNeighbour: how much later another client's answers come while 500 agents are imported.
//
//	go test ./cmd/phonebatch -run '^$' -bench Neighbour -benchtime 1x
func BenchmarkNeighbour(b *testing.B) {
	binary, path := compile(b), list(b, 500)
	for range b.N {
		url, stop := measured(b), make(chan struct{})
		time.AfterFunc(5*time.Second, func() { close(stop) })
		alone := new(neighbour).live(url, stop)
		stop = make(chan struct{})
		go func() {
			agents(b, binary, path, url)
			close(stop)
		}()
		beside := new(neighbour).live(url, stop)
		b.ReportMetric(float64(beside)/float64(alone), "p95-of-alone")
		b.ReportMetric(float64(alone)/1e6, "ms-p95-alone")
	}
}
