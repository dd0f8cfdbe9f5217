package sandbox

import (
	"io"
	"strings"
	"testing"

	"phonebatch/apiclient/pages"
)

func TestReadFixture(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":       "",
		"no JSON":       "secret8 and more\n",
		"no state":      `{"id": 1, "request": {"pass": "secret8"}}`,
		"a wrong type":  `{"state": {"users": [{"pass": 12345678, "user": "secret8"}]}}`,
		"cut short":     `{"state": {"users": [{"pass": "secret8"`,
		"a broken part": `{"state": {"servers": ["secret8", }}` + "\n",
	} {
		_, err := ReadFixture(strings.NewReader(text))
		if err == nil {
			t.Errorf("%s: taken", name)
		} else if strings.Contains(err.Error(), "secret8") || strings.Contains(err.Error(), "12345678") {
			t.Errorf("%s: the error repeats the text: %v", name, err)
		}
	}
	endless := io.MultiReader(strings.NewReader(`{"state": "`), zeros{})
	if _, err := ReadFixture(endless); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("an endless line: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// The phones of a fixture exist from the start, and missing columns have their defaults.
func TestFixturePhones(t *testing.T) {
	f := Default()
	f.State.Phones = []map[string]string{{"extension": "1000", "server_ip": "10.0.9.8", "login": "Ann"}}
	s := New(f)
	if _, body := s.Call(phoneFields("1001", "phone_login", "ANN")); !strings.Contains(body, "LOGIN ALREADY EXISTS") {
		t.Errorf("answered %q", body)
	}
	if row := s.Phones()[0]; row["active"] != "Y" || row["webphone_auto_answer"] != "Y" || row["login"] != "Ann" {
		t.Errorf("row %v", row)
	}
	f.State.Phones[0]["login"] = "changed"
	if s.Phones()[0]["login"] != "Ann" {
		t.Error("the fixture is shared")
	}
}

// The lists of servers and templates show what is not active, and hide what belongs to other user groups.
func TestFixtureServersAndTemplates(t *testing.T) {
	text := `{"state": {"servers": ["10.0.0.1", "10.0.0.2", "10.0.0.3"], "templates": ["all", "ours", "theirs"], ` +
		`"inactive_servers": ["10.0.0.2"], "owners": {"10.0.0.1": "B", "ours": "A", "theirs": "B"}}}`
	f, err := ReadFixture(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	f.State.Users = Default().State.Users
	few := f.State.Users[0]
	few.User, few.AdminViewableGroups = "few", []string{"A"}
	f.State.Users = append(f.State.Users, few)
	s := New(f)
	for user, want := range map[string]string{
		"6666": "10.0.0.1 Y, 10.0.0.2 N, 10.0.0.3 Y, all ---ALL---, ours A, theirs B",
		"few":  "10.0.0.2 N, 10.0.0.3 Y, all ---ALL---, ours A",
	} {
		c := pageClient(t, s, user, "1234", false)
		servers, err := pages.Servers(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		templates, err := pages.Templates(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, server := range servers {
			got = append(got, server.ServerIP+" "+server.Active)
		}
		for _, template := range templates {
			got = append(got, template.ID+" "+template.UserGroup)
		}
		if shown := strings.Join(got, ", "); shown != want {
			t.Errorf("%s is shown %s, want %s", user, shown, want)
		}
	}
}
