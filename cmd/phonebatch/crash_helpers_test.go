//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
)

// crashRows is how many rows the list has.
const crashRows = 300

// writeList writes the list: each extension is on both servers.
func (c *crash) writeList() {
	var b strings.Builder
	b.WriteString("extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password,phone_full_name,local_gmt,outbound_cid,template_id\n")
	for i := range crashRows {
		extension, login, server := 5000+i/2, 7000+i, "10.0.9."+strconv.Itoa(8+i%2)
		template := []string{"", "", "SIPTMPL", "webrtc_v2"}[i%4]
		fmt.Fprintf(&b, "%d,%d,%d,%d,PhonePass%d,%s,SIP,RegSecret%d,Agent %d,-5.00,7275550100,%s\n", extension, login, login, login, login, server, login, i, template)
		c.rows = append(c.rows, fmt.Sprintf("%s %d", server, extension))
	}
	c.write("list.csv", []byte(b.String()))
}

// writeFixture writes a dialer's state in which some of the list's phones are there, and returns its path.
func (c *crash) writeFixture() string {
	f := sandbox.Default()
	for i := range c.there {
		row := i * crashRows / c.there
		server, extension, _ := strings.Cut(c.rows[row], " ")
		f.State.Phones = append(f.State.Phones, map[string]string{"server_ip": server, "extension": extension, "login": strconv.Itoa(7000 + row)})
		c.before[c.rows[row]] = true
	}
	text, err := json.Marshal(f)
	if err != nil {
		c.Fatal(err)
	}
	return c.write("fixture.jsonl", append(text, '\n'))
}

func (c *crash) write(name string, text []byte) string {
	path := filepath.Join(c.dir, name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		c.Fatal(err)
	}
	return path
}

// resume runs the import in a process of its own until it ends or ctx does, and returns its exit status; -1 where it
// was killed.
func (c *crash) resume(ctx context.Context) int {
	args := []string{
		"import", "--yes", "--resume", "--rate", "0", "--workers", "8", "--timeout", "2s", "--give-up", "30s", "--retries", "5", "--url", c.url,
	}
	if c.noProbe {
		args = append(args, "--no-probe")
	}
	if c.first > 0 {
		args = append(args, "--first", strconv.Itoa(c.first))
	}
	if c.skip() {
		args = append(args, "--on-existing", "skip")
	}
	cmd := exec.CommandContext(ctx, "phonebatch", append(args, "list.csv")...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+filepath.Join(c.dir, "state"), "PHONEBATCH_USER=6666", "PHONEBATCH_PASSWORD=1234")
	cmd.Stderr = &c.said
	if err := cmd.Start(); err != nil {
		if ctx.Err() != nil {
			return -1
		}
		c.Fatal(err)
	}
	if err := cmd.Wait(); err != nil && ctx.Err() == nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			c.Fatal(err)
		}
	}
	status := cmd.ProcessState.ExitCode()
	fmt.Fprintln(&c.said, "-- exit status", status)
	return status
}

// doom draws when the next process is killed: after some time, be it short or long; once the journal has grown so far;
// or while it writes the results.
func (c *crash) doom() (context.Context, context.CancelFunc) {
	const shortest, wholeJournal = 10 * time.Millisecond, 260_000
	size := c.journalSize()
	switch draw := c.random.IntN(10); {
	case draw < 4: // and less and less likely
		longest := float64(time.Second) * math.Pow(2, float64(c.kills))
		after := float64(shortest) * math.Pow(longest/float64(shortest), c.random.Float64())
		return context.WithTimeout(c.Context(), time.Duration(after))
	case draw < 8:
		size += 1 + c.random.Int64N(wholeJournal/3)
		return c.when(0, func() bool { return c.journalSize() >= size })
	default:
		after := time.Duration(c.random.Int64N(int64(8 * time.Millisecond)))
		return c.when(after, func() bool { return c.journalSize() > size && len(c.glob(".phonebatch-*.tmp")) > 0 })
	}
}

// when returns a context that ends some time after something is so.
func (c *crash) when(after time.Duration, so func() bool) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(c.Context())
	go func() {
		tick := time.NewTicker(500 * time.Microsecond)
		defer tick.Stop()
		for !so() {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
		time.AfterFunc(after, cancel)
	}()
	return ctx, cancel
}

func (c *crash) glob(pattern string) []string {
	found, _ := filepath.Glob(filepath.Join(c.dir, pattern)) // the patterns are good ones
	return found
}

// journals are those that have begun: a process that is killed before its first line is whole leaves an empty one.
func (c *crash) journals() []string {
	return slices.DeleteFunc(c.glob("*"+ledger.Suffix), func(path string) bool {
		_, err := ledger.ReadRun(path)
		return err != nil
	})
}

func (c *crash) journalSize() (size int64) {
	for _, path := range c.glob("*" + ledger.Suffix) {
		if info, err := os.Stat(path); err == nil {
			size += info.Size()
		}
	}
	return size
}

// A crashJournal is what the journal tells of the processes so far.
type crashJournal struct {
	text   string
	open   bool   // the run can be resumed
	begun  int    // processes that have come to it
	phase  string // of the last one
	adding bool   // it has come to that
}

const over = "over"

// journal reads the journal. Every whole line of it must be valid: behind one that is not, all is lost.
func (c *crash) journal() (j crashJournal) {
	for _, path := range c.journals() {
		text, err := os.ReadFile(path)
		if err != nil {
			c.Fatal(err)
		}
		j.text = string(text[:bytes.LastIndexByte(text, '\n')+1])
		h, err := ledger.Read(strings.NewReader(j.text))
		if err != nil || h.Discarded {
			c.Fatalf("the journal is not valid: %v\n%s", err, j.text)
		}
		j.open = h.Open()
	}
	for line := range strings.Lines(j.text) {
		var l struct{ Kind, Verified string }
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			c.Fatal(err)
		}
		j.take(l.Kind, l.Verified)
	}
	return j
}

// about is the lines about a row.
func (j crashJournal) about(r *object.Result) string {
	var b strings.Builder
	for line := range strings.Lines(j.text) {
		var l struct {
			ServerIP  string `json:"server_ip"`
			Extension string
		}
		if json.Unmarshal([]byte(line), &l) == nil && l.ServerIP == r.ServerIP && l.Extension == r.Extension {
			b.WriteString(line)
		}
	}
	return b.String()
}

// take takes in a line.
func (j *crashJournal) take(kind, verified string) {
	switch kind {
	case "run":
		j.begun, j.phase, j.adding = j.begun+1, "first question", false
	case "resumed":
		j.begun, j.phase, j.adding = j.begun+1, "settling", false
	case "asked":
		j.phase = "asking"
	case "sending":
		j.phase, j.adding = "adding", true
	case "outcome":
		switch {
		case verified != "":
			j.phase = "verifying"
		case j.adding:
			j.phase = "adding"
		}
	case "end":
		j.phase = over
	}
}

// phase is where the process was that was killed last, and clears up what it has left half written. begun is how many
// had come to the journal before.
func (c *crash) phase(begun int) string {
	half := c.glob(".phonebatch-*.tmp")
	for _, path := range half {
		if err := os.Remove(path); err != nil {
			c.Fatal(err)
		}
	}
	switch j := c.journal(); {
	case j.begun == begun:
		return "starting"
	case len(half) > 0:
		return "writing results"
	default:
		return j.phase
	}
}
