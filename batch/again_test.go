package batch

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/ledger"
)

// What was chosen is chosen again when the run is resumed, wherever it was cut off.
func TestAResumedRunChoosesTheSame(t *testing.T) {
	list := people("Ann", "Bo", "Ann", "Cy", "Di", "Ed")
	for cut := range 6 {
		k, d := newDesk(t), newDialer()
		credentials := filepath.Join(k.dir, "people.credentials.csv")
		adds := 0
		d.instead = func(function string, form url.Values) (int, string) {
			if form.Get("source") == "add" && function == "add_phone" {
				if adds++; adds > cut {
					return 200, "ERROR: Login incorrect, please try again: |6666|x|BAD|\n"
				}
			}
			return 0, ""
		}
		j := fromNothing(t, importing(t, d), "2001-2099")
		j.Run.Workers, j.Credentials = 1, credentials
		first, err := k.run(t, j, list)
		if err == nil {
			t.Fatal("nothing stopped it")
		}
		d.instead = nil
		occupy(t, d, "2050") // somebody else is at work, too
		j = fromNothing(t, importing(t, d), "2001-2099")
		j.Credentials = credentials
		second, err := k.run(t, j, list)
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if d := cmp.Diff(chosenOf(first), chosenOf(second)); d != "" {
			t.Errorf("cut at %d: %s", cut, d)
		}
		for i := range first.List.Rows {
			if first.List.Rows[i].Phone.PhonePass != second.List.Rows[i].Phone.PhonePass {
				t.Errorf("cut at %d: another password in row %d", cut, i)
			}
		}
		if len(d.Phones()) != 7 {
			t.Errorf("cut at %d: %d phones", cut, len(d.Phones()))
		}
	}
}

// occupy has somebody else add a phone.
func occupy(t *testing.T, d *dialer, extension string) {
	t.Helper()
	c := d.client(t, "1234")
	defer c.Close()
	p := apiclient.Phone{Extension: extension, DialplanNumber: extension, VoicemailID: extension, PhoneLogin: extension, PhonePass: "x", ServerIP: "10.0.9.8", Protocol: "SIP", RegistrationPassword: "y", PhoneFullName: "z", LocalGMT: "-5.00", OutboundCID: "0000000000"}
	if reply := c.AddPhone(t.Context(), p); reply.Code != apiclient.CodeAdded {
		t.Fatal(reply.Code)
	}
}

// Failed rows that are imported as a list of their own get what was chosen for them, and not what was chosen for a row like
// them that is done.
func TestFailedRowsAreGivenTheSame(t *testing.T) {
	k, d := newDesk(t), newDialer()
	credentials := filepath.Join(k.dir, "people.credentials.csv")
	d.instead = func(_ string, form url.Values) (int, string) {
		if form.Get("source") == "add" && form.Get("extension") != "2001" {
			return 200, "ERROR: add_phone PHONE LOGIN ALREADY EXISTS: |6666|" + form.Get("phone_login") + "\n"
		}
		return 0, ""
	}
	j := fromNothing(t, importing(t, d), "2001-2099")
	j.Credentials = credentials
	first, err := k.run(t, j, people("Ann", "Ann", "Bo"))
	if err != nil {
		t.Fatal(err)
	}
	passwords := passwordsOf(first)
	d.instead = nil
	failed := strings.TrimSuffix(k.last.Results, ".csv") + ".failed.csv"
	list := "Name,problem\nAnn,x\nBo,y\n"
	if err := os.WriteFile(failed, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	c := k.claim()
	c.List = failed
	j = fromNothing(t, importing(t, d), "2001-2099")
	k.begin(t, j, c)
	defer j.Session.Close()
	j.Credentials = credentials
	second, err := do(t, j, list)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"Ann 2002 10.0.9.9", "Bo 2003 10.0.9.8"}, chosenOf(second)); d != "" {
		t.Error(d)
	}
	if passwordsOf(second)["Bo"] != passwords["Bo"] {
		t.Error("another password")
	}
	text, err := os.ReadFile(credentials)
	if err != nil || strings.Count(string(text), "\n") != 4 {
		t.Errorf("%s, %v", text, err)
	}
}

// A list that is imported once more, with new people in it, gives nobody a second phone.
func TestAListThatIsImportedAgainChoosesTheSame(t *testing.T) {
	k, d := newDesk(t), newDialer()
	for i, names := range [][]string{{"Ann", "Bo", "Ann"}, {"New", "Ann", "Bo", "Ann"}, {"Ann", "Bo", "New"}} {
		j := fromNothing(t, importing(t, d), "2001-2099")
		j.Credentials = filepath.Join(k.dir, "people.credentials.csv")
		out, err := k.run(t, j, people(names...))
		if err != nil {
			t.Fatal(err)
		}
		if got := tally(out.Results)["added added yes"]; got != []int{3, 1, 0}[i] {
			t.Errorf("import %d: %v", i, tally(out.Results))
		}
	}
	if len(d.Phones()) != 4 {
		t.Errorf("%d phones", len(d.Phones()))
	}
}

// Passwords are on disk before the phones that have them.
func TestPasswordsAreKeptBeforeAnythingIsAdded(t *testing.T) {
	k, d := newDesk(t), newDialer()
	j := fromNothing(t, importing(t, d), "2001-2099")
	j.Credentials = filepath.Join(k.dir, "c.csv")
	d.instead = func(_ string, form url.Values) (int, string) {
		if form.Get("source") == "add" {
			c, err := ledger.OpenCredentials(j.Credentials)
			if err != nil {
				t.Error(err)
				return 0, ""
			}
			if pass, secret := c.Find("stand-in", form.Get("extension")); pass.Reveal() != form.Get("phone_pass") || secret.Reveal() != form.Get("registration_password") {
				t.Errorf("extension %s is added, and its passwords are not kept", form.Get("extension"))
			}
		}
		return 0, ""
	}
	if _, err := k.run(t, j, people("Ann", "Bo")); err != nil {
		t.Fatal(err)
	}
	if d.count(adds) != 2 {
		t.Error(d.calls)
	}
}

// A list that has been on another dialer meanwhile, or on two, gives nobody a second phone when it comes back.
func TestOtherDialersInBetween(t *testing.T) {
	k := newDesk(t)
	list := people("Ann", "Bo")
	on := func(d *dialer, name string) {
		t.Helper()
		j := fromNothing(t, importing(t, d), "2001-2009")
		j.Dialer = name
		c := k.claim()
		c.Dialer = name
		k.begin(t, j, c)
		defer j.Session.Close()
		out, _ := j.Do(t.Context(), strings.NewReader(list))
		if err := j.Session.End(out.Results); err != nil {
			t.Fatal(err)
		}
	}
	here, there := newDialer(), newDialer()
	for range 2 {
		on(here, "here")
		on(there, "there")
		on(there, "there")
	}
	if len(here.Phones()) != 2 || len(there.Phones()) != 2 {
		t.Errorf("%d and %d phones for two people", len(here.Phones()), len(there.Phones()))
	}
}

// Without the key nobody can tell whose numbers an earlier run has chosen: everybody would get a second phone.
func TestAnotherKeyIsNotPassedOver(t *testing.T) {
	k, d := newDesk(t), newDialer()
	if _, err := k.run(t, fromNothing(t, importing(t, d), "2001-2099"), people("Ann", "Bo")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(k.dir, "state", "journal.key")); err != nil {
		t.Fatal(err)
	}
	for _, anew := range []bool{false, true} {
		c := k.claim()
		c.Resume, c.StartOver = false, anew
		j := fromNothing(t, importing(t, d), "2001-2099")
		k.begin(t, j, c)
		_, err := j.Do(t.Context(), strings.NewReader(people("Ann", "Bo")))
		j.Session.Close()
		if errors.Is(err, ErrForgotten) == anew {
			t.Errorf("--start-over %v: %v", anew, err)
		}
	}
}

// A check says what an import would do.
func TestACheckChoosesAsAnImportWould(t *testing.T) {
	k, d := newDesk(t), newDialer()
	list := people("Ann", "Bo")
	first, err := k.run(t, fromNothing(t, importing(t, d), "2001-2099"), list)
	if err != nil {
		t.Fatal(err)
	}
	j := fromNothing(t, checking(t, d), "2001-2099")
	if j.Memory, err = Recollect(k.claim()); err != nil {
		t.Fatal(err)
	}
	second, err := do(t, j, list)
	if d := cmp.Diff(chosenOf(first), chosenOf(second)); d != "" || err != nil {
		t.Error(d, err)
	}
	if n := tally(second.Results)["exists extension_exists"]; n != 2 {
		t.Errorf("%v", tally(second.Results))
	}
}

// An edited row counts as another one: that is said before it gets a second phone.
func TestEditedRowsAreTold(t *testing.T) {
	k, d := newDesk(t), newDialer()
	for i, list := range []string{people("Ann", "Bo"), people("Ann", "Bo", "Cy"), people("Anna", "Bo", "Cy"), people("Bo")} {
		told := ""
		j := fromNothing(t, importing(t, d), "2001-2099")
		j.Strangers = func(fresh, missing int) { told = fmt.Sprintf("%d new, %d missing", fresh, missing) }
		if _, err := k.run(t, j, list); err != nil {
			t.Fatal(err)
		}
		if want := []string{"", "", "1 new, 1 missing", ""}[i]; told != want {
			t.Errorf("import %d: told %q, want %q", i, told, want)
		}
	}
}
