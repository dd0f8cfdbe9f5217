package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/exit"
)

var (
	damages    = flag.Int("damages", 12, "at how many places TestDamagedRegister damages the register")
	damageSeed = flag.Uint64("damage-seed", 1, "what the places are drawn from")
)

// A wreck is a dialer and a folder with a register that several runs have written, and that is then damaged.
type wreck struct {
	*testing.T
	server    *atomic.Pointer[sandbox.Server] // the dialer, under one address
	dir, url  string
	out, errs *bytes.Buffer // of the last command

	files     map[string][]byte // of the folder before the damage, by name
	phones    []map[string]string
	strangers map[string]bool // phones that no run has added, by server and extension
	latest    map[string]bool // phones of the latest import
}

// wreckImport and the like are the commands, without the flags that all of them have. The last import is open: it has
// sent six of its rows.
var (
	wreckNights  = []string{"import", "--on-existing", "skip", "--usual-defaults", "--default", "phone_full_name={First Name} {Last Name}", "--default", "local_gmt=-5.00", "--ignore", "unknown_column", "--spread", "server_ip=10.0.9.8,10.0.9.9", "--number", "extension=2001-2999", "--generate", "phone_pass,registration_password", "hr.csv"}
	wreckUndone  = []string{"import", "--on-existing", "skip", "undone.csv"}
	wreckLatest  = []string{"import", "--on-existing", "skip", "--first", "6", "latest.csv"}
	wreckActions = map[string][]string{
		"undo":      {"undo", "latest"},
		"resume":    {"import", "--on-existing", "skip", "--resume", "latest.csv"},
		"import":    {"import", "--on-existing", "skip", "latest.csv"},
		"anew":      {"import", "--on-existing", "skip", "--start-over", "latest.csv"},
		"nextnight": wreckNights,
		"runs":      {"runs"},
		"report":    {"report", "latest"},
	}
)

func newWreck(t *testing.T) *wreck {
	w := &wreck{
		T: t, server: new(atomic.Pointer[sandbox.Server]), dir: t.TempDir(), out: new(bytes.Buffer), errs: new(bytes.Buffer),
		files: make(map[string][]byte),
	}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.server.Load().ServeHTTP(rw, r) }))
	t.Cleanup(server.Close)
	w.url = server.URL
	names := "First Name,Last Name,Staff No\n"
	for i := range 12 {
		names += fmt.Sprintf("Ann%c,Lee,%d\n", 'a'+i, 4000+7*i)
	}
	lists := map[string]string{"hr.csv": names, "undone.csv": plainList(5000, 12), "latest.csv": plainList(6000, 12), "password": "1234\n"}
	for name, text := range lists {
		w.write(name, []byte(text))
	}
	w.stands([]map[string]string{stranger(5000), stranger(5003), stranger(6002), stranger(6009), stranger(7000)})
	w.strangers = w.keys()
	w.expect(exit.Done, wreckNights...)
	w.expect(exit.Done, wreckUndone...)
	w.expect(exit.Done, "undo", "latest")
	before := w.keys()
	w.expect(exit.NotAll, wreckLatest...)
	w.latest = without(w.keys(), before)
	w.phones = w.server.Load().Phones()
	if len(w.latest) != 6 || len(w.phones) != len(w.strangers)+12+6 {
		t.Fatalf("the latest import has added %v; the dialer holds %d phones", w.latest, len(w.phones))
	}
	w.keep()
	return w
}

// stranger is a phone that somebody else has added, with an extension of the lists.
func stranger(extension int) map[string]string {
	e := fmt.Sprint(extension)
	return map[string]string{"server_ip": "10.0.9.8", "extension": e, "login": e, "fullname": "Stranger " + e}
}

// without is what is in all and not in some.
func without(all, some map[string]bool) map[string]bool {
	rest := maps.Clone(all)
	maps.DeleteFunc(rest, func(key string, _ bool) bool { return some[key] })
	return rest
}

func (w *wreck) path(name string) string { return filepath.Join(w.dir, name) }

func (w *wreck) write(name string, text []byte) {
	w.Helper()
	if err := os.WriteFile(w.path(name), text, 0o600); err != nil {
		w.Fatal(err)
	}
}

// stands puts a dialer with these phones in place of the one before.
func (w *wreck) stands(phones []map[string]string) {
	f := sandbox.Default()
	f.State.Phones = phones
	w.server.Store(sandbox.New(f))
}

// keep reads the folder.
func (w *wreck) keep() {
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		w.Fatal(err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue
		}
		if w.files[e.Name()], err = os.ReadFile(w.path(e.Name())); err != nil {
			w.Fatal(err)
		}
	}
}

// keys are the phones that the dialer holds, by server and extension.
func (w *wreck) keys() map[string]bool {
	keys := make(map[string]bool)
	for _, p := range w.server.Load().Phones() {
		keys[p["server_ip"]+" "+p["extension"]] = true
	}
	return keys
}

// call runs a command in this process.
func (w *wreck) call(words ...string) int {
	args := []string{words[0], "--register", w.path("register.db")}
	if words[0] != "runs" && words[0] != "report" {
		args = append(args, "--yes", "--rate", "0", "--user", "6666", "--password-file", w.path("password"), "--url", w.url)
	}
	w.out.Reset()
	w.errs.Reset()
	for _, word := range words[1:] {
		if strings.HasSuffix(word, ".csv") {
			word = w.path(word)
		}
		args = append(args, word)
	}
	return phonebatch(args, strings.NewReader(""), w.out, w.errs)
}

func (w *wreck) expect(status int, words ...string) {
	w.Helper()
	if got := w.call(words...); got != status {
		w.Fatalf("%v ends with %d, want %d: %s", words, got, status, w.errs)
	}
}

// TestDamagedRegister: whatever byte of the register is changed, and wherever it is cut off, no command deletes a phone
// that its run has not added, says of a phone that it was added when it was not, or gives anybody a second phone.
//
//	go test ./cmd/phonebatch -run DamagedRegister -damages 500 -damage-seed 7
func TestDamagedRegister(t *testing.T) {
	if testing.Short() {
		t.Skip("shorter tests run the same code")
	}
	w := newWreck(t)
	draw := rand.New(rand.NewPCG(*damageSeed, 2))
	whole := w.files["register.db"]
	statuses := make(map[string]int)
	for n := range *damages {
		at := draw.IntN(len(whole))
		if n%6 == 0 {
			at = draw.IntN(4096) // the first page, which everything hangs on
		}
		bad, what := slices.Clone(whole[:at]), fmt.Sprintf("cut at %d", at)
		if n%4 > 0 {
			change := byte(1 + draw.IntN(255))
			bad, what = slices.Clone(whole), fmt.Sprintf("byte %d xor %#x", at, change)
			bad[at] ^= change
		}
		for _, action := range slices.Sorted(maps.Keys(wreckActions)) {
			t.Run(what+" "+action, func(t *testing.T) {
				damaged := *w
				damaged.T = t
				statuses[fmt.Sprint(action, " ", damaged.suffer(bad, action))]++
			})
		}
	}
	t.Logf("how they ended: %v", statuses)
}
