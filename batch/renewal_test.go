package batch

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// People with phones on several servers get new passwords while faults strike, and while some of their phones cannot be
// changed: the phones of a person always have one pair of passwords, no password is ever in no file, the newest entry
// of each phone has the password that the dialer has, and undo restores every value.
func TestNewPasswordsAreForAllPhonesOfAPerson(t *testing.T) {
	mixes := []string{"", "reset=10%,lost-reply=10%,http500=10%", "empty500-stored=20%,html=10%,slow=10%:90s", "lost-reply=40%"}
	for seed := range seeds(12) {
		for _, mix := range mixes {
			for _, reading := range readings[1:] {
				t.Run(fmt.Sprintf("seed=%d/%s/%s", seed, mix, reading.name), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { newSeason(t, seed, reading.viewer()).spend(t, mix) })
				})
			}
		}
	}
}

// A season are the runs of a list of people whose passwords the program makes.
type season struct {
	*nights
	people []seat
	random *rand.Rand
}

// A seat is a phone of a person.
type seat struct {
	person           int
	server, protocol string
	name             string
}

func newSeason(t *testing.T, seed int, viewer Viewer) *season {
	random := rand.New(rand.NewPCG(uint64(seed), 11))
	fixture := sandbox.Default()
	fixture.State.Servers = append(fixture.State.Servers, "10.0.9.10", "10.0.9.11")
	s := &season{nights: &nights{desk: newDesk(t), dialer: &dialer{Server: sandbox.New(fixture)}, viewer: viewer, seed: seed, blind: viewer == nil, adds: true}, random: random}
	for person := range 12 {
		for n := range 1 + random.IntN(3) {
			s.people = append(s.people, seat{person, fmt.Sprint("10.0.9.", 8+n), "SIP", fmt.Sprint("Agent ", person)})
		}
	}
	out, err := s.night(t, false)
	if err != nil || tally(out.Results)["added added yes"] != len(s.people) {
		t.Fatal(err, tally(out.Results))
	}
	return s
}

// suffixes tell the logins of a person's phones apart.
var suffixes = map[string]string{"10.0.9.8": "a", "10.0.9.9": "b", "10.0.9.10": "c", "10.0.9.11": "d"}

func (s *season) csv() string {
	var b strings.Builder
	b.WriteString("extension,dialplan_number,voicemail_id,phone_login,server_ip,protocol,phone_full_name,local_gmt,outbound_cid\n")
	for _, p := range s.people {
		e := 2001 + p.person
		fmt.Fprintf(&b, "%d,%d,%d,%d%s,%s,%s,%s,-5.00,7275551212\n", e, e, e, e, suffixes[p.server], p.server, p.protocol, p.name)
	}
	return b.String()
}

// night imports the list; renew says whether everybody gets new passwords.
func (s *season) night(t *testing.T, renew bool) (*Outcome, error) {
	t.Helper()
	j := s.importing(t)
	j.Credentials = filepath.Join(s.dir, "agents.credentials.csv")
	var err error
	if j.Preflight.Filling, err = columns.ParseFilling(columns.FillOptions{Generate: []string{"phone_pass", "registration_password"}}); err != nil {
		t.Fatal(err)
	}
	if renew {
		j.Regenerate = []apiclient.Field{apiclient.PhonePass, apiclient.RegistrationPassword}
	}
	c := s.claim()
	c.MaxChange = everybody(t)
	return s.runAs(t, j, c, s.csv())
}

// disturb makes some phones unchangeable, and gives others further changes.
func (s *season) disturb() {
	for i := range s.people {
		switch s.random.IntN(10) {
		case 0:
			s.people[i].protocol = "IAX2" // the protocol is never changed
		case 1:
			s.people[i].name += " the long name that no update takes"
		case 2:
			s.people[i].name += " X"
		}
	}
	s.people = append(s.people, seat{3, "10.0.9.11", "SIP", "Agent 3"}, seat{40, "10.0.9.8", "SIP", "Agent 40"})
}

func (s *season) spend(t *testing.T, mix string) {
	s.disturb()
	before := byPlace(s.dialer.Server)
	faults, err := sandbox.ParseFaults(mix)
	if err != nil {
		t.Fatal(err)
	}
	s.dialer.Inject(faults, uint64(s.seed)+1)
	_, _ = s.night(t, true) // whatever ends it, a later run finishes it
	s.dialer.Wait()
	s.dialer.Inject(sandbox.Faults{}, 1)
	s.kept(t)
	first := s.last.ID()
	out, err := s.night(t, true) // resumes the run if it is open, or gives new passwords once more
	if err != nil {
		t.Fatal(err)
	}
	s.kept(t)
	s.checkPeople(t, before, out.Results)
	for _, id := range slices.Compact([]string{s.last.ID(), first}) {
		s.undo(t, id)
	}
	if d := cmp.Diff(before, byPlace(s.dialer.Server)); d != "" && !s.blind {
		t.Error("after undo:", d)
	}
	s.checkNewest(t)
}

// kept fails the test if a phone of the dialer has a password that is in no file.
func (s *season) kept(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, "agents.credentials.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for place, row := range byPlace(s.dialer.Server) {
		for _, column := range []string{"pass", "conf_secret"} {
			if !strings.Contains(string(text), ","+row[column]+",") {
				t.Errorf("%s: the %s of the phone is in no file", place, column)
			}
		}
	}
}

// checkPeople compares the results with the passwords on the dialer and with the newest entries of the credentials
// file.
func (s *season) checkPeople(t *testing.T, before map[string]map[string]string, results []object.Result) {
	t.Helper()
	file, err := assign.OpenCredentials(filepath.Join(s.dir, "agents.credentials.csv"))
	if err != nil {
		t.Fatal(err)
	}
	now, pairs := byPlace(s.dialer.Server), make(map[string]string)
	for i := range results {
		r := &results[i]
		row, was := now[r.ServerIP+" "+r.Extension], before[r.ServerIP+" "+r.Extension]
		if row == nil {
			t.Fatalf("%s on %s is %s and not there", r.Extension, r.ServerIP, r.Status)
		}
		pair := row["pass"] + " " + row["conf_secret"]
		if other := pairs[r.Extension]; other != "" && other != pair {
			t.Errorf("the phones of %s have different passwords", r.Extension)
		}
		pairs[r.Extension] = pair
		if l, found := file.At("", r.Key()); !found || l.PhonePass.Reveal()+" "+l.RegistrationPassword.Reveal() != pair {
			t.Errorf("%s on %s is %s %s: the newest entry of the file has other passwords", r.Extension, r.ServerIP, r.Status, r.Code)
		}
		fresh := was != nil && was["pass"] != row["pass"] && was["conf_secret"] != row["conf_secret"]
		switch {
		case was != nil && fresh != (was["pass"] != row["pass"] || was["conf_secret"] != row["conf_secret"]):
			t.Errorf("%s on %s has one new password", r.Extension, r.ServerIP)
		case r.Code == codes.PasswordKept && fresh && s.last.ID() == "r2":
			t.Errorf("%s on %s is %s and has a new password", r.Extension, r.ServerIP, r.Code)
		}
	}
}

// failing returns a function for dialer.instead that answers the n-th real update_phone, and all after it if last is
// set.
func failing(n int, last bool, body string) func(string, url.Values) (int, string) {
	var mu sync.Mutex
	count := 0
	return func(function string, form url.Values) (int, string) {
		mu.Lock()
		defer mu.Unlock()
		if function != "update_phone" || form.Get("source") != "add" {
			return 0, ""
		}
		if count++; count == n || last && count > n {
			return 200, body
		}
		return 0, ""
	}
}

// A run that ends among the phones of a person is resumed with the same passwords. Until then, the newest entry of a
// phone that was not reached has its old ones.
func TestARenewalThatIsCutOff(t *testing.T) {
	for n := 1; n < 20; n += 3 {
		for _, viewer := range []Viewer{ReadPhones, nil} {
			synctest.Test(t, func(t *testing.T) {
				s := newSeason(t, n, viewer)
				before := byPlace(s.dialer.Server)
				s.dialer.instead = failing(n, true, "ERROR: Login incorrect, please try again: |6666|1234|BAD|\n")
				out, err := s.night(t, true)
				t.Log(n, viewer != nil, tally(out.Results))
				var stop *run.StopError
				if !errors.As(err, &stop) {
					t.Fatalf("call %d: %v", n, err)
				}
				s.kept(t)
				s.checkNewest(t)
				s.dialer.instead = nil
				out, err = s.night(t, true)
				if got := tally(out.Results); err != nil || got["updated updated yes"]+got["updated updated"] != len(s.people) {
					t.Errorf("call %d: %v, %v", n, got, err)
				}
				s.checkPeople(t, before, out.Results)
			})
		}
	}
}

// If the dialer refuses one phone of a person after all, the others get their earlier passwords back.
func TestARenewalThatIsRefusedHalfway(t *testing.T) {
	for n := 1; n < 20; n += 2 {
		for _, viewer := range []Viewer{ReadPhones, nil} {
			synctest.Test(t, func(t *testing.T) {
				s := newSeason(t, n, viewer)
				before := byPlace(s.dialer.Server)
				s.dialer.instead = failing(n, false, "ERROR: update_phone YOU MUST USE A VALID PHONE PASSWORD: |6666|x\n")
				out, err := s.night(t, true)
				if err != nil {
					t.Fatal(err)
				}
				s.checkPeople(t, before, out.Results)
				changed, refused := 0, 0
				for i := range out.Results {
					r := &out.Results[i]
					row, was := byPlace(s.dialer.Server)[r.ServerIP+" "+r.Extension], before[r.ServerIP+" "+r.Extension]
					if (r.Status == object.Updated) != (row["pass"] != was["pass"]) {
						t.Errorf("call %d: %s on %s is %s %s, and its password is another: %v", n, r.Extension, r.ServerIP, r.Status, r.Code, row["pass"] != was["pass"])
					}
					if r.Status == object.Updated {
						changed++
					}
					if r.Status == object.Refused {
						refused++
					}
				}
				if refused == 0 || changed+refused != len(s.people) {
					t.Errorf("call %d: %d changed, %d refused of %d", n, changed, refused, len(s.people))
				}
			})
		}
	}
}

// checkNewest compares the newest entry of each phone with the passwords on the dialer.
func (s *season) checkNewest(t *testing.T) {
	t.Helper()
	file, err := assign.OpenCredentials(filepath.Join(s.dir, "agents.credentials.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for place, row := range byPlace(s.dialer.Server) {
		key := object.Key{Kind: object.Phone, ServerIP: row["server_ip"], Name: row["extension"]}
		if l, found := file.At("", key); !found || l.PhonePass.Reveal() != row["pass"] || l.RegistrationPassword.Reveal() != row["conf_secret"] {
			t.Errorf("%s: the newest entry of the file has other passwords (run %s, known by the dialer: %t)", place, l.Run, l.PhonePass.Reveal() == row["pass"])
		}
	}
}
