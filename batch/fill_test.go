package batch

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/ledger"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// people is a list of names and nothing else.
func people(names ...string) string { return "Name\n" + strings.Join(names, "\n") + "\n" }

func filling(t *testing.T, o preflight.FillOptions) preflight.Filling {
	t.Helper()
	f, err := preflight.ParseFilling(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// fromNothing fills all that a list of names leaves open.
func fromNothing(t *testing.T, j *Job, numbers string) *Job {
	t.Helper()
	j.Preflight.Filling = filling(t, preflight.FillOptions{
		Defaults: []string{"phone_full_name={Name}"}, Usual: true, Number: []string{"extension=" + numbers},
		Spread: []string{"server_ip=10.0.9.8,10.0.9.9"}, Generate: []string{"phone_pass", "registration_password"},
	})
	j.Dialer = "stand-in"
	return j
}

// chosen tells of each row its name, number and server.
func chosenOf(out *Outcome) (list []string) {
	for _, row := range out.List.Rows {
		p := row.Phone
		list = append(list, fmt.Sprintf("%s %s %s", p.PhoneFullName, p.Extension, p.ServerIP))
	}
	return list
}

func passwordsOf(out *Outcome) map[string]string {
	m := make(map[string]string)
	for _, row := range out.List.Rows {
		m[row.Phone.PhoneFullName] = row.Phone.PhonePass.Reveal() + " " + row.Phone.RegistrationPassword.Reveal()
	}
	return m
}

func TestNamesAloneBecomePhones(t *testing.T) {
	d := newDialer()
	d.Server = occupied("2001", "2003")
	j := fromNothing(t, importing(t, d), "2001-2009")
	out, err := do(t, j, people("Ann", "Bo", "Cy", "Di"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"Ann 2005 10.0.9.8", "Bo 2002 10.0.9.9", "Cy 2006 10.0.9.8", "Di 2004 10.0.9.9"}, chosenOf(out)); d != "" {
		t.Error(d)
	}
	for _, row := range out.List.Rows {
		p := row.Phone
		if p.DialplanNumber != p.Extension || p.VoicemailID != p.Extension || p.PhoneLogin != p.Extension || p.Protocol != "SIP" || p.OutboundCID != "0000000000" || p.LocalGMT != "-5.00" {
			t.Errorf("%+v", p)
		}
		if len(p.PhonePass) != phonePassLength || len(p.RegistrationPassword) != registrationLength {
			t.Error("a password is too long or too short")
		}
	}
	if got := passwordsOf(out); len(got) != 4 || got["Ann"] == got["Bo"] {
		t.Error("passwords are not one's own")
	}
	if d := cmp.Diff(map[string]int{"added added yes": 4}, tally(out.Results)); d != "" {
		t.Error(d)
	}
}

// The very first request is a question, alone; who is not wanted asks nothing else.
func TestChoosingKnocksFirst(t *testing.T) {
	d := newDialer()
	j := fromNothing(t, importing(t, d), "2001-2009")
	j.Dial = func(*preflight.List) (*apiclient.Client, error) { return d.client(t, "wrong"), nil }
	out, err := j.Do(t.Context(), strings.NewReader(people("Ann", "Bo")))
	var stop *run.StopError
	if out != nil || !errors.As(err, &stop) || len(d.calls) != 1 {
		t.Errorf("%v, %v", err, d.calls)
	}
	d = newDialer()
	j = importing(t, d)
	j.Preflight.Filling = filling(t, preflight.FillOptions{Usual: true})
	if _, err := do(t, j, strings.ReplaceAll(header+line(1001), "-5.00", "")); err != nil || !strings.HasPrefix(d.calls[0], probes) || !strings.HasPrefix(d.calls[1], "version") {
		t.Errorf("%v, %v", err, d.calls)
	}
}

func TestNumbersThatDoNotSuffice(t *testing.T) {
	d := newDialer()
	d.Server = occupied("2001")
	j := fromNothing(t, importing(t, d), "2001-2003")
	_, err := j.Do(t.Context(), strings.NewReader(people("Ann", "Bo", "Cy")))
	var few *NumbersError
	if !errors.As(err, &few) || few.Rows != 1 || !few.Asked || len(d.Phones()) != 1 {
		t.Errorf("%v, %d phones", err, len(d.Phones()))
	}
	j = fromNothing(t, &Job{Run: run.Options{Run: "r1"}}, "2001-2003")
	j.Preflight.Filling = filling(t, preflight.FillOptions{
		Defaults: []string{"local_gmt=-5", "server_ip=10.0.9.8"}, Usual: true, Number: []string{"extension=2001-2003"}, Generate: []string{"phone_pass", "registration_password"},
	})
	if _, err := j.Do(t.Context(), strings.NewReader(people("Ann", "Bo", "Cy", "Di"))); !errors.As(err, &few) || few.Asked {
		t.Errorf("%v", err)
	}
}

func TestNumbersThatTheListHasAreLeftOut(t *testing.T) {
	list := "extension,phone_login,Name\n2002,,Ann\n,2003,Bo\n,,Cy\n,L9,Di\n"
	j := fromNothing(t, checking(t, newDialer()), "2001-2009")
	out, err := do(t, j, list)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range out.List.Rows {
		got = append(got, row.Phone.Extension+" "+row.Phone.PhoneLogin)
	}
	if d := cmp.Diff([]string{"2002 2002", "2001 2003", "2004 2004", "2005 L9"}, got); d != "" {
		t.Error(d)
	}
}

func TestServersAreFilledEvenly(t *testing.T) {
	list := "server_ip,Name\n10.0.9.9,Ann\n10.0.9.9,Bo\n,Cy\n,Di\n,Ed\n10.0.9.9,Flo\n,Gus\n"
	out, err := do(t, fromNothing(t, checking(t, newDialer()), "2001-2009"), list)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]int{"10.0.9.8": 4, "10.0.9.9": 3}, out.List.Sending.Servers); d != "" {
		t.Error(d)
	}
}

// Rows that share an extension are one person's, on several servers.
func TestAPersonHasOnePassword(t *testing.T) {
	list := "extension,phone_login,server_ip,Name\n2001,2001a,10.0.9.8,Ann\n2001,2001b,10.0.9.9,Ann\n2002,2002,10.0.9.8,Bo\n"
	out, err := do(t, fromNothing(t, checking(t, newDialer()), "2101-2109"), list)
	if err != nil {
		t.Fatal(err)
	}
	p := out.List.Rows
	if p[0].Phone.PhonePass != p[1].Phone.PhonePass || p[0].Phone.RegistrationPassword != p[1].Phone.RegistrationPassword || p[0].Phone.PhonePass == p[2].Phone.PhonePass {
		t.Error("one person, one password; another, another")
	}
}

func TestOfflineNobodyIsAsked(t *testing.T) {
	j := fromNothing(t, &Job{Preflight: preflight.Options{Problems: 10, Keep: true}, Run: run.Options{Run: "r1"}}, "2001-2009")
	var head *preflight.HeaderError
	if _, err := j.Do(t.Context(), strings.NewReader(people("Ann"))); !errors.As(err, &head) || !slices.Contains(head.Missing, "local_gmt") {
		t.Errorf("%v", err)
	}
	j.Preflight.Filling = filling(t, preflight.FillOptions{
		Defaults: []string{"local_gmt=-5", "server_ip=10.0.9.8"}, Usual: true, Number: []string{"extension=0098-0120"}, Generate: []string{"phone_pass", "registration_password"},
	})
	out, err := do(t, j, people("Ann", "Bo"))
	if err != nil || out.List.Rows[1].Phone.Extension != "0099" {
		t.Errorf("%v, %v", err, out.List.Errors)
	}
}

// A dialer that tells a zone that it would not take itself cannot fill local_gmt.
func TestAZoneThatIsNone(t *testing.T) {
	d := newDialer()
	d.instead = func(function string, _ url.Values) (int, string) {
		if function == "version" {
			return 200, "VERSION: 2.14-194|BUILD: 241004-1518|DATE: 2026-11-22 00:00:00|EPOCH: 1|DST: 0|TZ: 8.25|TZNOW: 8.25|\n"
		}
		return 0, ""
	}
	if _, err := fromNothing(t, importing(t, d), "2001-2009").Do(t.Context(), strings.NewReader(people("Ann"))); !errors.Is(err, ErrNoZone) {
		t.Error(err)
	}
}

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
