package batch

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// A life is the import of a list whose process is killed many times, and whose list is edited in between.
type life struct {
	*desk
	witness
	list   []draft
	grown  int                         // rows that the list has had in total
	known  map[string]*register.Object // the entries of the register after the last kill, by extension
	twice  map[string]bool             // phones that were sent before and after a kill
	stored []url.Values                // the calls that the dialer has carried out, in order

	mu     sync.Mutex // guards the fields below
	random *rand.Rand
	sent   []url.Values // in the present run
	shot   *shot        // the register's files at one moment of the present run
}

// A draft is a row of the present list.
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
				l := &life{desk: newDesk(t), random: chance(seed), twice: make(map[string]bool)}
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

// live imports the present list on the present dialer, and checks all results.
func (l *life) live(t *testing.T) {
	t.Helper()
	d := l.dialer(t)
	j, c := patient(t, d, 4), l.claim()
	c.MaxChange = everybody(t)
	l.begin(t, j, c)
	out, err := j.Do(t.Context(), strings.NewReader(l.text()))
	l.db.Close()
	j.Session.Close() // the run has no end, as after a kill
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
		t.Errorf("%d phones of the register are not listed any more, not %d", gone, len(j.Session.Gone()))
	}
	entries, damaged := l.entries(t, "r1")
	if damaged > 0 {
		t.Errorf("%d rows are damaged", damaged)
	}
	for extension := range now {
		if o := entries[extension]; !isOld(extension) && (o == nil || !o.Added() && (listed[extension] || !o.Claimed)) {
			t.Errorf("%s is stored, and the register has %+v", extension, o)
		}
	}
}

// check compares one result with the phone on the dialer and with the earlier entry of the register.
func (l *life) check(t *testing.T, d *dialer, r *object.Result, want, now rows) {
	t.Helper()
	listed, stored := want[r.Extension], now[r.Extension]
	sent := slices.Contains(d.calls, adds+" "+r.Extension)
	before := l.known[r.Extension]
	wasSent := before != nil && before.Claimed
	l.twice[r.Extension] = l.twice[r.Extension] || wasSent && sent
	switch {
	case r.Status == object.Added && !isOld(r.Extension) && maps.Equal(listed, stored):
	case r.Status == object.Exists && r.Code == apiclient.CodePhoneExists && isOld(r.Extension):
	case r.Status == object.Exists && r.Code == codes.Edited && wasSent && stored != nil &&
		(listed["pass"] != stored["pass"] || l.twice[r.Extension]): // either request may have stored the phone
	default:
		t.Errorf("line %d is %s %s, sent: %v; listed is %v, stored is %v", r.Line, r.Status, r.Code, sent, listed, stored)
	}
	if sent && before != nil && before.Added() {
		t.Errorf("line %d was done, and was sent again", r.Line)
	}
}

// gone counts the phones that were sent according to the register and are no longer in the list.
func (l *life) gone(listed map[string]bool) (n int) {
	for extension, o := range l.known {
		if !listed[extension] && o.Claimed {
			n++
		}
	}
	return n
}

// isOld says whether the dialer had a phone before the first run.
func isOld(extension string) bool { return strings.HasSuffix(extension, "7") }

// dialer returns the dialer as the kill left it. Every fourth answer to add_phone is lost.
func (l *life) dialer(t *testing.T) *dialer {
	var old []string
	for n := 1007; n < 1001+l.grown; n += 10 {
		old = append(old, fmt.Sprint(n))
	}
	d := &dialer{Server: occupied(old...), takes: 20 * time.Millisecond}
	for _, form := range l.stored {
		d.Call(form)
	}
	l.sent, l.shot = nil, nil
	l.witness = witness{l.look(t)}
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

// arrive records an add_phone when it comes in. The register must have its claim by then. Each request is equally
// likely to be the moment of the kill.
func (l *life) arrive(t *testing.T, form url.Values) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if is, _ := l.onDisk(t, form.Get("extension")); !is {
		t.Errorf("%s was sent, and the register does not know", form.Get("extension"))
	}
	l.sent = append(l.sent, form)
	if l.random.IntN(len(l.sent)) == 0 {
		s := l.snapshot(t)
		l.shot = &s
	}
}

// kill restores the register's files of one moment. The dialer has carried out the calls until then, and some of the
// other calls that were about to be sent.
func (l *life) kill(t *testing.T) {
	if l.shot != nil {
		l.restore(t, *l.shot)
	}
	var damaged int
	if l.known, damaged = l.entries(t, "r1"); damaged > 0 {
		t.Errorf("%d rows are damaged", damaged)
	}
	for _, form := range l.sent {
		if o := l.known[form.Get("extension")]; o != nil && (o.Added() || o.Claimed && l.random.IntN(2) == 0) {
			l.stored = append(l.stored, form)
		}
	}
}

// edit moves rows, removes rows, changes passwords, and adds new rows.
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
