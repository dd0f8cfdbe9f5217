package batch

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// A roster is a list whose cells change.
type roster struct {
	random *rand.Rand
	phones []apiclient.Phone
}

// rosterOf returns n phones, from extension 1001 on.
func rosterOf(n int, random *rand.Rand) *roster {
	r := &roster{random: random}
	for i := range n {
		e := fmt.Sprint(1001 + i)
		r.phones = append(r.phones, apiclient.Phone{
			Extension: e, DialplanNumber: e, VoicemailID: e, PhoneLogin: "L" + e, PhonePass: apiclient.Secret("Gx7kPq" + e), ServerIP: "10.0.9.8", Protocol: "SIP",
			RegistrationPassword: apiclient.Secret("Rv4mTz" + e), PhoneFullName: "Agent " + e, LocalGMT: "-5.00", OutboundCID: "7275551212",
			Email: e + "@example.com", PhoneContext: "default",
		})
	}
	return r
}

// csv returns the list.
func (r *roster) csv() string {
	fields := []apiclient.Field{
		apiclient.Extension, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneLogin, apiclient.PhonePass, apiclient.ServerIP, apiclient.Protocol,
		apiclient.RegistrationPassword, apiclient.PhoneFullName, apiclient.LocalGMT, apiclient.OutboundCID, apiclient.Email, apiclient.PhoneContext,
	}
	var b strings.Builder
	for i, f := range fields {
		fmt.Fprint(&b, strings.Repeat(",", min(i, 1)), f)
	}
	for i := range r.phones {
		b.WriteByte('\n')
		for j, f := range fields {
			fmt.Fprint(&b, strings.Repeat(",", min(j, 1)), r.phones[i].Value(f))
		}
	}
	return b.String() + "\n"
}

// change gives some phones other values. Some of the values would hurt: a login that another phone has, and another
// protocol.
func (r *roster) change(round int) {
	for i := range r.phones {
		p, n := &r.phones[i], fmt.Sprint(round, i)
		switch r.random.IntN(14) {
		case 0:
			p.PhoneFullName = "Somebody " + n
		case 1:
			p.PhonePass = apiclient.Secret("Changed" + n)
		case 2:
			p.RegistrationPassword = apiclient.Secret("Secret99" + n)
		case 3:
			p.OutboundCID = fmt.Sprintf("727555%04d", r.random.IntN(9999))
		case 4:
			p.Email = ""
		case 5:
			p.LocalGMT = "-6.00"
		case 6:
			p.PhoneLogin = "M" + n
		case 7:
			p.PhoneLogin = fmt.Sprint("L", 1001+r.random.IntN(len(r.phones)+5)) // often another's
		case 8:
			p.Protocol = "IAX2"
		case 9:
			p.PhoneFullName, p.VoicemailID = "Both "+n, fmt.Sprint(3000+i)
		}
	}
}

// byPlace returns the rows of a dialer by server and extension.
func byPlace(s *sandbox.Server) map[string]map[string]string {
	m := make(map[string]map[string]string)
	for _, row := range s.Phones() {
		m[row["server_ip"]+" "+row["extension"]] = maps.Clone(row)
	}
	return m
}

// columnsOf returns the columns in which a phone of the dialer has other values than a phone of the list.
func columnsOf(p *apiclient.Phone, row map[string]string) (differ []string) {
	for _, f := range apiclient.Fields() {
		spec, _ := apiclient.Dialect{}.Spec(apiclient.AddPhone, f.String())
		if v := p.Value(f); v != "" && spec.Stored(v) != row[spec.Column] {
			differ = append(differ, f.String())
		}
	}
	return differ
}

// Random changes of a list are brought to a dialer while faults strike: every result is true, no login is stolen, no
// protocol changes, and undo restores every value.
func TestUpdatesAreTrueAndCanBeUndone(t *testing.T) {
	mixes := []string{"", "reset=10%,lost-reply=10%,http500=10%", "empty500-stored=20%,html=10%,slow=10%:90s", "lost-reply=40%"}
	for seed := range seeds(12) {
		for _, mix := range mixes {
			for _, reading := range readings[1:] {
				t.Run(fmt.Sprintf("seed=%d/%s/%s", seed, mix, reading.name), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { newNights(t, seed, reading.viewer()).spend(t, mix) })
				})
			}
		}
	}
}

// nights are the runs of one list.
type nights struct {
	*desk
	dialer *dialer
	list   *roster
	viewer Viewer
	seed   int
	blind  bool // a run could not read the pages
	adds   bool // the runs may add phones
}

func newNights(t *testing.T, seed int, viewer Viewer) *nights {
	random := rand.New(rand.NewPCG(uint64(seed), 7))
	n := &nights{desk: newDesk(t), dialer: newDialer(), list: rosterOf(25, random), viewer: viewer, seed: seed, blind: viewer == nil}
	if out, err := n.night(t); err != nil || tally(out.Results)["added added yes"] != 25 {
		t.Fatal(err, tally(out.Results))
	}
	return n
}

func (n *nights) importing(t *testing.T) *Import {
	j := patient(t, n.dialer, 4)
	j.Viewer, j.Update, j.SkipInvalid = n.viewer, true, true
	j.Unreadable = func(error) { n.blind = true }
	return j
}

// night imports the list.
func (n *nights) night(t *testing.T) (*Outcome, error) {
	t.Helper()
	c := n.claim()
	c.MaxChange = everybody(t)
	return n.runAs(t, n.importing(t), c, n.list.csv())
}

// spend changes the list, imports it while faults strike, resumes the run without faults, and undoes it.
func (n *nights) spend(t *testing.T, mix string) {
	n.list.change(1)
	before := byPlace(n.dialer.Server)
	faults, err := sandbox.ParseFaults(mix)
	if err != nil {
		t.Fatal(err)
	}
	n.dialer.Inject(faults, uint64(n.seed)+1)
	out, err := n.night(t)
	n.dialer.Wait()
	n.dialer.Inject(sandbox.Faults{}, 1)
	if err == nil {
		n.check(t, before, out.Results, mix != "")
	}
	first := n.last.ID()
	out, err = n.night(t) // resumes the run if it is open
	if err != nil {
		t.Fatal(err)
	}
	n.check(t, before, out.Results, false)
	for _, id := range slices.Compact([]string{n.last.ID(), first}) {
		n.undo(t, id)
	}
	if d := cmp.Diff(before, byPlace(n.dialer.Server)); d != "" && !n.blind {
		t.Error("after undo:", d)
	}
}

// check compares the results with the dialer. open says that rows may be in doubt.
func (n *nights) check(t *testing.T, before map[string]map[string]string, results []object.Result, open bool) {
	t.Helper()
	now, owners := byPlace(n.dialer.Server), make(map[string]string)
	for place, row := range now {
		if other := owners[strings.ToLower(row["login"])]; other != "" {
			t.Errorf("%s and %s have the login %s", place, other, row["login"])
		}
		owners[strings.ToLower(row["login"])] = place
		if was := before[place]; was != nil && was["protocol"] != row["protocol"] {
			t.Errorf("%s: the protocol was %s and is %s", place, was["protocol"], row["protocol"])
		}
	}
	if len(now) != len(before) {
		t.Errorf("%d phones, there were %d", len(now), len(before))
	}
	for i := range results {
		r, p := &results[i], &n.list.phones[i]
		place := p.ServerIP + " " + p.Extension
		differ := columnsOf(p, now[place])
		switch {
		case r.Status == object.Updated, r.Code == codes.Unchanged:
			if len(differ) > 0 {
				t.Errorf("%s is %s %s %s, and differs: %v", place, r.Status, r.Code, r.Message, differ)
			}
		case open && (r.Status == object.Unconfirmed || r.Status == object.NotSent):
		case r.Status == object.Invalid, r.Status == object.Refused, r.Code == codes.ProtocolDiffers:
			if d := cmp.Diff(before[place], now[place]); d != "" {
				t.Errorf("%s is %s %s, and was changed: %s", place, r.Status, r.Code, d)
			}
		case open && r.Code == codes.CannotCompare:
		default:
			t.Errorf("%s is %s %s: %s", place, r.Status, r.Code, r.Message)
		}
	}
}

// undo undoes a run that the register knows.
func (n *nights) undo(t *testing.T, id string) {
	t.Helper()
	this, known, err := n.register.Run(id)
	if err != nil {
		t.Fatal(err)
	}
	if !known {
		return // nothing was to be changed
	}
	results, _ := n.undoRun(t, n.dialer, this)
	for _, r := range results {
		if want := object.Restored; r.Status != want && (!n.adds || r.Status != object.Deleted) && (!n.blind || r.Code != codes.BeforeUnknown) {
			t.Errorf("undo: %+v", r)
		}
	}
}
