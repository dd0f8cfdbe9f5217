package sandbox

import (
	"io"
	"strings"
	"testing"
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
