package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// compile builds the binary once for the tests that need it in processes that they can signal.
func compile(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "phonebatch")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		tb.Fatalf("%v: %s", err, out)
	}
	return path
}

// startSandbox runs a sandbox in another process, which ends with the test, and returns its URL.
func startSandbox(tb testing.TB, binary string, args ...string) (string, *exec.Cmd) {
	tb.Helper()
	cmd := exec.Command(binary, append([]string{"sandbox", "--listen", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		tb.Fatal(err)
	}
	return strings.TrimSpace(line), cmd
}

// storedPhones asks a sandbox which phones it holds.
func storedPhones(tb testing.TB, url string) []map[string]string {
	tb.Helper()
	return storedRows(tb, url, "phones")
}

// storedRows asks a sandbox what it holds: phones or aliases.
func storedRows(tb testing.TB, url, what string) (rows []map[string]string) {
	tb.Helper()
	resp, err := http.Get(url + "/sandbox/" + what)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&rows); err != nil {
		tb.Fatal(err)
	}
	return rows
}

func TestSandboxServesAFixtureInAnotherProcess(t *testing.T) {
	binary := compile(t)
	url, server := startSandbox(t, binary, "--fixture", "../../apiclient/testdata/life.jsonl")
	list := exec.Command(binary, "import", "--yes", "--quiet", "--rate", "0", "--url", url, "--user", "6666", "--results-dir", t.TempDir(), "../../samples/minimal.csv")
	list.Env = append(list.Environ(), "PHONEBATCH_PASSWORD=1234")
	if out, err := list.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	phones := storedPhones(t, url)
	stored := make(map[string]bool)
	for _, p := range phones {
		stored[p["extension"]] = p["conf_secret"] != ""
	}
	if len(phones) != 3 || !stored["3001"] || !stored["3002"] || !stored["3003"] {
		t.Errorf("stored: %v", stored)
	}

	// A page of a browser on this machine must not read what it holds.
	req, err := http.NewRequest(http.MethodGet, url+"/sandbox/phones", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", "https://evil.example")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("a foreign origin gets %d", resp.StatusCode)
	}

	// Nor does who begins a request and does not finish it hold it up.
	unfinished, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer unfinished.Close()
	if _, err := io.WriteString(unfinished, "POST /vicidial/non_agent_api.php HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nfunction="); err != nil {
		t.Fatal(err)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("SIGTERM ends it with %v", err)
	}
}
