package batch

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
)

// A life is the import of a list whose process is killed time and again, and whose list is edited in between.
type life struct {
	*desk
	list   []draft
	grown  int          // rows that the list has ever had
	known  [][]byte     // lines of the journal that the last kill has left whole
	stored []url.Values // the calls that the dialer has carried out, in their order

	mu     sync.Mutex // guards what follows
	random *rand.Rand
	sent   []url.Values // in the present run
}

// A draft is a row of the list as it is at present.
type draft struct{ extension, edition int }

func (r draft) String() string {
	password := fmt.Sprintf("Gx7kPq2w%d", r.extension)
	return line(r.extension, password, fmt.Sprintf("%se%d", password, r.edition))
}

func (l *life) text() string {
	var b strings.Builder
	b.WriteString(header)
	for _, r := range l.list {
		b.WriteString(r.String())
	}
	return b.String()
}

func TestKilledRunsOfAnEditedListAreResumed(t *testing.T) {
	for seed := range seeds(40) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := &life{desk: newDesk(t), random: chance(seed)}
				l.grow(20)
				for range 1 + l.random.IntN(3) {
					l.live(t)
					l.kill(t)
					l.edit()
				}
				l.live(t)
			})
		})
	}
}

// live carries out the list as it is now, on the dialer as it was left, and checks all that can be.
func (l *life) live(t *testing.T) {
	t.Helper()
	d := l.dialer(t)
	j := patient(t, d, 4)
	l.begin(t, j, l.claim())
	out, err := j.Do(t.Context(), strings.NewReader(l.text()))
	j.Session.Close() // the journal has no end: as if the process had gone on to be killed
	if err != nil {
		t.Fatal(err)
	}
	sound(t, out)
	now, want := held(d.Server), wanted(t, l.text())
	listed := make(map[string]bool)
	for i := range out.Results {
		listed[out.Results[i].Extension] = true
		l.check(t, d, &out.Results[i], want, now)
	}
	if gone := l.gone(listed); gone != len(j.Session.Gone()) {
		t.Errorf("%d phones of the journal are not listed any more, not %d", gone, len(j.Session.Gone()))
	}
	h := l.history(t)
	for extension := range now {
		o := h.Object(ledger.Identity{ServerIP: "10.0.9.8", Extension: extension})
		if !isOld(extension) && !o.Added() && (listed[extension] || !o.Claimed) {
			t.Errorf("%s is stored, and the journal has %+v", extension, o)
		}
	}
}

// check compares one result with what the dialer holds and with what was known of the row before.
func (l *life) check(t *testing.T, d *dialer, r *object.Result, want, now rows) {
	t.Helper()
	listed, stored := want[r.Extension], now[r.Extension]
	sent := slices.Contains(d.calls, adds+" "+r.Extension)
	switch {
	case r.Status == object.Added && !isOld(r.Extension) && maps.Equal(listed, stored):
	case r.Status == object.Exists && r.Code == apiclient.CodePhoneExists && isOld(r.Extension):
	case r.Status == object.Exists && r.Code == codes.Edited && l.knew("sending", r.Extension) && stored != nil &&
		(listed["pass"] != stored["pass"] || tells(l.lines(t), "sending", r.Extension) > 1): // either request may have stored it
	default:
		t.Errorf("line %d is %s %s, sent: %v; listed is %v, stored is %v", r.Line, r.Status, r.Code, sent, listed, stored)
	}
	if sent && l.knew("outcome", r.Extension) {
		t.Errorf("line %d was done, and was sent again", r.Line)
	}
}

// gone counts the phones that were sent, as far as is known, and are listed no more.
func (l *life) gone(listed map[string]bool) (n int) {
	for i := range l.grown {
		if extension := fmt.Sprint(1001 + i); !listed[extension] && l.knew("sending", extension) {
			n++
		}
	}
	return n
}

func (l *life) knew(kind, extension string) bool { return tells(l.known, kind, extension) > 0 }

// tells counts the lines of a journal that are of a kind and about a phone. An outcome here is always that it was added.
func tells(lines [][]byte, kind, extension string) (n int) {
	for _, line := range lines {
		if bytes.Contains(line, []byte(`"kind":"`+kind+`"`)) && bytes.Contains(line, []byte(`"extension":"`+extension+`"`)) {
			n++
		}
	}
	return n
}

// isOld says which phones the dialer has had all along.
func isOld(extension string) bool { return strings.HasSuffix(extension, "7") }

// dialer is the dialer as the kill has left it. Of the answers to an add_phone every fourth is lost.
func (l *life) dialer(t *testing.T) *dialer {
	var old []string
	for n := 1007; n < 1001+l.grown; n += 10 {
		old = append(old, fmt.Sprint(n))
	}
	d := &dialer{Server: occupied(old...), takes: 20 * time.Millisecond}
	for _, form := range l.stored {
		d.Call(form)
	}
	l.sent = nil
	d.instead = func(_ string, form url.Values) (int, string) {
		if form.Get("source") == "add" {
			l.arrive(t, form)
		}
		return 0, ""
	}
	d.lose = func(_ string, form url.Values) bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return form.Get("source") == "add" && l.random.IntN(4) == 0
	}
	return d
}

// arrive keeps an add_phone as it comes in. The journal must know of it by then.
func (l *life) arrive(t *testing.T, form url.Values) {
	if tells(l.lines(t)[len(l.known):], "sending", form.Get("extension")) == 0 {
		t.Errorf("%s was sent, and the journal does not know", form.Get("extension"))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent = append(l.sent, form)
}

// kill cuts the journal off at random, in mid-line or not. The dialer has carried out what the journal says was added,
// and of what was sent besides, some.
func (l *life) kill(t *testing.T) {
	lines, before := l.lines(t), len(l.known)
	left := max(before, 1)
	left += l.random.IntN(len(lines) - left + 1)
	text := bytes.Join(lines[:left], nil)
	if left < len(lines) {
		text = append(text, lines[left][:l.random.IntN(len(lines[left]))]...)
	}
	if err := os.WriteFile(l.journal(), text, 0o600); err != nil {
		t.Fatal(err)
	}
	l.known = lines[:left]
	for _, form := range l.sent {
		extension, told := form.Get("extension"), lines[before:left]
		if tells(told, "outcome", extension) > 0 || tells(told, "sending", extension) > 0 && l.random.IntN(2) == 0 {
			l.stored = append(l.stored, form)
		}
	}
}

// edit moves rows, takes some out, changes passwords, and puts new rows in.
func (l *life) edit() {
	l.list = slices.DeleteFunc(l.list, func(draft) bool { return l.random.IntN(8) == 0 })
	for i := range l.list {
		if l.random.IntN(4) == 0 {
			l.list[i].edition++
		}
	}
	l.grow(l.random.IntN(6))
	l.random.Shuffle(len(l.list), func(i, k int) { l.list[i], l.list[k] = l.list[k], l.list[i] })
}

func (l *life) grow(n int) {
	for range n {
		l.list = append(l.list, draft{extension: 1001 + l.grown})
		l.grown++
	}
}
