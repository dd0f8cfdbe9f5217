package sandbox

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
)

// pageClient returns a client of a stand-in, over HTTP or in process.
func pageClient(t *testing.T, s *Server, user, pass string, overHTTP bool) *apiclient.Client {
	t.Helper()
	o := apiclient.Options{User: user, Pass: apiclient.Secret(pass), Source: "test", ProbeSource: "test", Timeout: time.Minute}
	address := "http://dialer.example.com"
	if overHTTP {
		listening := httptest.NewServer(s)
		t.Cleanup(listening.Close)
		address = listening.URL
	} else {
		o.Transport, o.Name = s, "sandbox"
	}
	o.Dialect.NonLatin = s.dialect.NonLatin
	var err error
	if o.Endpoint, err = apiclient.ParseEndpoint(address); err != nil {
		t.Fatal(err)
	}
	c, err := apiclient.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// randomPhone returns a phone that the default dialer accepts, with random characters that it keeps.
func randomPhone(random *rand.Rand, i int) apiclient.Phone {
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	letters := func(set string, most int) string {
		var b strings.Builder
		for range 1 + random.IntN(most) {
			b.WriteRune([]rune(set)[random.IntN(len([]rune(set)))])
		}
		return b.String()
	}
	return apiclient.Phone{
		Extension: letters("abcXYZ019_-", 40) + fmt.Sprint(1000+i), DialplanNumber: letters("0123*#", 18) + "1", VoicemailID: letters("Vm09", 10),
		PhoneLogin: fmt.Sprint(1000+i) + letters("abZ_-", 11), PhonePass: apiclient.Secret(letters("pP5_-é!", 99)),
		ServerIP: pick("10.0.9.8", "10.0.9.9"), Protocol: pick(apiclient.Protocols...), RegistrationPassword: apiclient.Secret(letters("rR5_-é!", 99) + "r"),
		PhoneFullName: letters("aZé +._-<&'", 49) + "z", LocalGMT: pick("-5.00", "5.75", "-5"), OutboundCID: letters("0127", 20),
		PhoneContext: pick("", "ctx_1"), Email: pick("", "a@b.example", "x y%z@b"), AdminUserGroup: pick("", "ADMIN", "AGENTS"),
		IsWebphone: pick("", "Y", "n", "Y_API_LAUNCH"), WebphoneAutoAnswer: pick("", "N"), UseExternalServerIP: pick("", "Y"),
		TemplateID: pick("", "SIPTMPL", "webrtc_v2"), OnHookAgent: pick("", "Y"),
	}
}

func TestPagesShowTheStoredPhones(t *testing.T) {
	for _, nonLatin := range []bool{false, true} {
		for _, overHTTP := range []bool{false, true} {
			t.Run(fmt.Sprintf("nonlatin=%v,http=%v", nonLatin, overHTTP), func(t *testing.T) {
				f := Default()
				f.NonLatin = nonLatin
				s := New(f)
				c := pageClient(t, s, "6666", "1234", overHTTP)
				storeRandom(t, c, 200)
				compareList(t, s, c)
				compareForms(t, s, c)
				if s.Requests() != 200+200/4+20+201 {
					t.Errorf("%d calls and pages", s.Requests())
				}
			})
		}
	}
}

// storeRandom adds n random phones, and makes every tenth phone inactive. Then it adds an alias for every fourth phone.
func storeRandom(t *testing.T, c *apiclient.Client, n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 7))
	for i := range n {
		p := randomPhone(random, i)
		if r := c.AddPhone(t.Context(), p); r.Code != apiclient.CodeAdded {
			t.Fatalf("%+v: %s %s", p, r.Code, r.Message())
		}
		if i%10 == 0 {
			r := c.Call(t.Context(), apiclient.UpdatePhone, map[string]string{"extension": p.Extension, "server_ip": p.ServerIP, "active": "N"})
			if r.Code != apiclient.CodeUpdated {
				t.Fatalf("%s: %s", r.Code, r.Message())
			}
		}
		if i%4 == 0 {
			r := c.Call(t.Context(), apiclient.AddPhoneAlias, map[string]string{
				"alias_id": fmt.Sprintf("alias_%d", i), "alias_name": "name " + p.PhoneFullName, "phone_logins": p.PhoneLogin + "," + p.PhoneLogin,
			})
			if r.Code != apiclient.CodeAdded {
				t.Fatalf("%s: %s", r.Code, r.Message())
			}
		}
	}
}

// compareList compares the list of phones with the stored rows.
func compareList(t *testing.T, s *Server, c *apiclient.Client) {
	t.Helper()
	list, err := pages.Phones(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]pages.Phone)
	for _, row := range s.Phones() {
		want[row["extension"]+"|"+row["server_ip"]] = pages.Phone{
			Extension: row["extension"], ServerIP: row["server_ip"], Protocol: row["protocol"], DialplanNumber: row["dialplan_number"],
			VoicemailID: row["voicemail_id"], Status: row["status"], FullName: row["fullname"], UserGroup: row["user_group"],
			Webphone: row["is_webphone"] != "N",
		}
	}
	got := make(map[string]pages.Phone)
	for _, p := range list {
		got[p.Extension+"|"+p.ServerIP] = p
	}
	if diff := cmp.Diff(want, got); diff != "" || len(list) != len(want) {
		t.Errorf("%d rows\n%s", len(list), diff)
	}
}

// compareForms compares the form of each phone with the stored row, column by column.
func compareForms(t *testing.T, s *Server, c *apiclient.Client) {
	t.Helper()
	for _, row := range s.Phones() {
		v, err := pages.Deep(t.Context(), c, row["extension"], row["server_ip"])
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range apiclient.Fields() {
			spec := mustSpec(s.dialect, apiclient.AddPhone, f.String())
			if got := v.Phone.Value(f); got != row[spec.Column] {
				t.Errorf("%s: %s is %q, stored as %q", row["extension"], f, got, row[spec.Column])
			}
		}
		if v.Active != row["active"] || v.Status != row["status"] {
			t.Errorf("%s: active %q, status %q", row["extension"], v.Active, v.Status)
		}
	}
}

func TestOtherLists(t *testing.T) {
	s := New(Default())
	c := pageClient(t, s, "6666", "1234", false)
	storeRandom(t, c, 40)
	aliases, err := pages.Aliases(t.Context(), c)
	stored := s.Aliases()
	if err != nil || len(aliases) != 10 {
		t.Fatalf("%d aliases, %v", len(aliases), err)
	}
	byID := make(map[string]map[string]string)
	for _, row := range stored {
		byID[row["alias_id"]] = row
	}
	for _, a := range aliases {
		if row := byID[a.ID]; a.Name != row["alias_name"] || strings.Join(a.Logins, ",") != row["logins_list"] || a.UserGroup != "---ALL---" {
			t.Errorf("%+v, stored as %v", a, row)
		}
	}
	servers, err := pages.Servers(t.Context(), c)
	if err != nil || len(servers) != 2 || servers[0].ServerIP != "10.0.9.8" || servers[1].ServerIP != "10.0.9.9" {
		t.Errorf("%+v, %v", servers, err)
	}
	templates, err := pages.Templates(t.Context(), c)
	if err != nil || len(templates) != 2 || templates[0].ID != "SIPTMPL" || templates[1].ID != "webrtc_v2" {
		t.Errorf("%+v, %v", templates, err)
	}
	if list, err := pages.Phones(t.Context(), pageClient(t, New(Default()), "6666", "1234", true)); err != nil || len(list) != 0 {
		t.Errorf("an empty dialer: %v, %v", list, err)
	}
}
