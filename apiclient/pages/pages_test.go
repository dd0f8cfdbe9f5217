package pages

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
)

// file returns a page of testdata.
func file(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".html"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// readers holds the parser of each page of testdata. A parser returns the number of rows.
var readers = map[string]func(page string) (int, error){
	"phones":       func(page string) (int, error) { list, err := ParsePhones([]byte(page)); return len(list), err },
	"phones_none":  func(page string) (int, error) { list, err := ParsePhones([]byte(page)); return len(list), err },
	"phones_2011":  func(page string) (int, error) { list, err := ParsePhones([]byte(page)); return len(list), err },
	"aliases":      func(page string) (int, error) { list, err := ParseAliases([]byte(page)); return len(list), err },
	"servers":      func(page string) (int, error) { list, err := ParseServers([]byte(page)); return len(list), err },
	"servers_2011": func(page string) (int, error) { list, err := ParseServers([]byte(page)); return len(list), err },
	"templates":    func(page string) (int, error) { list, err := ParseTemplates([]byte(page)); return len(list), err },
	"phone":        func(page string) (int, error) { _, err := ParseDeep([]byte(page)); return 1, err },
	"phone_none":   func(page string) (int, error) { _, err := ParseDeep([]byte(page)); return 0, err },
}

func unreadable(err error) bool {
	var e *NotReadableError
	return errors.As(err, &e) && e.Page != "" && e.Reason != ""
}

var phones = []Phone{
	{Extension: "8001", ServerIP: "192.0.2.10", Protocol: "SIP", DialplanNumber: "8001", VoicemailID: "8001", Status: "ACTIVE", FullName: "Ann Other", UserGroup: "---ALL---"},
	{Extension: "8002", ServerIP: "192.0.2.10", Protocol: "SIP", Webphone: true, DialplanNumber: "98002", Status: "ACTIVE", FullName: `José <b>Núñez</b> & "Söhne"`, UserGroup: "SALES"},
	{Extension: "8002", ServerIP: "192.0.2.11", Protocol: "IAX2", DialplanNumber: "8002", VoicemailID: "8002", Status: "SUSPENDED", UserGroup: "ADMIN"},
	{Extension: "ab-c_d", ServerIP: "192.0.2.11", Protocol: "PJSIP", DialplanNumber: "*98#", VoicemailID: "x", Status: "ACTIVE", FullName: "a < b > c '", UserGroup: "---ALL---"},
	{Extension: "Sales East", ServerIP: "192.0.2.11", Protocol: "EXTERNAL", DialplanNumber: "8005", VoicemailID: "8005", Status: "ACTIVE", FullName: "R&amp;D &lt; x", UserGroup: "---ALL---"},
}

func TestPhones(t *testing.T) {
	got, err := ParsePhones([]byte(file(t, "phones")))
	if diff := cmp.Diff(phones, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	got, err = ParsePhones([]byte(file(t, "phones_2011")))
	var old []Phone
	for _, p := range slices.Delete(slices.Clone(phones), 1, 2) {
		p.UserGroup = ""
		old = append(old, p)
	}
	if diff := cmp.Diff(old, got); err != nil || diff != "" {
		t.Errorf("2011: %v\n%s", err, diff)
	}
	if got, err := ParsePhones([]byte(file(t, "phones_none"))); err != nil || len(got) != 0 {
		t.Errorf("an empty list: %v, %v", got, err)
	}
}

func TestCharacterSets(t *testing.T) {
	page := file(t, "phones")
	for name, want := range map[string]string{"Ren\xe9 \x80": "René €", "René €": "René €", "\u00a0": "\u00a0", "": ""} {
		got, err := ParsePhones([]byte(strings.Replace(page, "Ann Other", name, 1)))
		if err != nil || got[0].FullName != want {
			t.Errorf("%q is read as %+v, %v", name, got, err)
		}
	}
	for _, name := range []string{"René \xe9", "\x81"} {
		if got, err := ParsePhones([]byte(strings.Replace(page, "Ann Other", name, 1))); !unreadable(err) {
			t.Errorf("%q is read as %+v, %v", name, got, err)
		}
	}
}

func TestLists(t *testing.T) {
	aliases, err := ParseAliases([]byte(file(t, "aliases")))
	if diff := cmp.Diff([]Alias{{"east", "East & West", []string{"8001a", "8001b"}, "---ALL---"}, {"none", "<i>none</i>", nil, "SALES"}}, aliases); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	servers, err := ParseServers([]byte(file(t, "servers")))
	want := []Server{
		{"DLR1", "first <b>one</b>", "192.0.2.10", "Y", "Y", "16.30.0-vici", "96", "-5.00"},
		{"DLR2", "second", "192.0.2.11", "N", "Y", "18", "23", "5.50"},
	}
	if diff := cmp.Diff(want, servers); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	servers, err = ParseServers([]byte(file(t, "servers_2011")))
	want[0].Agent, want[1].Agent = "", ""
	if diff := cmp.Diff(want, servers); err != nil || diff != "" {
		t.Errorf("2011: %v\n%s", err, diff)
	}
	templates, err := ParseTemplates([]byte(file(t, "templates")))
	if diff := cmp.Diff([]Template{{"SIP_office", "Office phones", "---ALL---"}, {"WEB2", "Web <i>phones</i>", "SALES"}}, templates); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestDeep(t *testing.T) {
	v, err := ParseDeep([]byte(file(t, "phone")))
	if err != nil {
		t.Fatal(err)
	}
	want := Values{
		Phone: apiclient.Phone{
			Extension: "8002", DialplanNumber: "98002", PhoneLogin: "8002a", PhonePass: "Lo&amp;gin-Pass", ServerIP: "192.0.2.10",
			Protocol: "PJSIP", RegistrationPassword: "Reg-Pass", PhoneFullName: "José &lt;b> 'Núñez' & S", LocalGMT: "5.50",
			OutboundCID: "7275551212", PhoneContext: "default", Email: "a@example.com", AdminUserGroup: "SALES", IsWebphone: "Y_API_LAUNCH",
			WebphoneAutoAnswer: "N", UseExternalServerIP: "Y", TemplateID: "WEB2", OnHookAgent: "N",
		},
		Active: "N", Status: "ACTIVE",
		More: map[string]string{"outbound_alt_cid": "", "phone_ring_timeout": "60", "delete_vm_after_email": "N"},
	}
	for _, f := range apiclient.Fields() {
		if got, want := v.Phone.Value(f), want.Phone.Value(f); got != want || !v.Shows(f) {
			t.Errorf("%s: %q, want %q", f, got, want)
		}
	}
	if v.Active != want.Active || v.Status != want.Status || !cmp.Equal(v.More, want.More) {
		t.Errorf("%+v", v)
	}
	for _, text := range []string{fmt.Sprintf("%+v", v), fmt.Sprintf("%#v", v)} {
		for _, secret := range []string{"gin-Pass", "Reg-Pass", "Manager-Secret", "Database-Secret"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s stands in %s", secret, text)
			}
		}
	}
	if _, err := ParseDeep([]byte(file(t, "phone_none"))); !errors.Is(err, ErrNoPhone) || unreadable(err) {
		t.Errorf("no phone: %v", err)
	}
}

// TestDeepOfOldBuilds reads a form without a user group, whose options have no values and whose phone has no template
// (build 110602).
func TestDeepOfOldBuilds(t *testing.T) {
	page := file(t, "phone")
	group, _, _ := strings.Cut(page[strings.Index(page, "<select size=1 name=user_group>"):], "</select>")
	page = strings.Replace(page, group, "", 1)
	page = strings.ReplaceAll(page, "<option SELECTED value='WEB2'>WEB2</option>", "<option SELECTED>--NONE--</option>")
	page = strings.ReplaceAll(page, "<option selected value='PJSIP'>", "<option selected>")
	v, err := ParseDeep([]byte(page))
	if err != nil || v.Shows(apiclient.AdminUserGroup) || !v.Shows(apiclient.Email) || v.Phone.AdminUserGroup != "" {
		t.Errorf("%+v, %v", v, err)
	}
	if v.Phone.Protocol != "PJSIP" || v.Phone.TemplateID != "" {
		t.Errorf("%+v", v)
	}
}
