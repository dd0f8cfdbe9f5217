package apiclient_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

const hunter = "hunter2"

// leaksPassword reports whether a text holds the password, or the bytes of the password in a base that fmt writes.
func leaksPassword(text string) bool {
	for _, form := range []string{hunter, "68756e74657232", "68756E74657232", "104 117 110", "0x68"} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

func TestSecretPrintsAsStars(t *testing.T) {
	s := apiclient.Secret(hunter)
	for _, verb := range []string{
		"%v", "%+v", "%#v", "%s", "%q", "%#q", "%x", "%X", "% x", "%d", "%c", "%U", "%b", "%t", "%e", "%z",
		"%10s", "%-10v", "%.3s", "%010x", "%[1]v",
	} {
		if got := fmt.Sprintf(verb, s); got != "***" {
			t.Errorf("%s prints %q", verb, got)
		}
	}
	for name, got := range map[string]string{
		"Sprint": fmt.Sprint(s), "Sprintln": fmt.Sprintln(s), "String": s.String(), "Errorf": fmt.Errorf("no: %v", s).Error(),
		"an argument too many": fmt.Sprintf("%s", []any{s, s}...), "joined errors": errors.Join(fmt.Errorf("%q", s)).Error(),
	} {
		if leaksPassword(got) || !strings.Contains(got, "***") {
			t.Errorf("%s prints %q", name, got)
		}
	}
	if s.Reveal() != hunter {
		t.Errorf("Reveal gives %q", s.Reveal())
	}
}

func TestEmptySecretPrintsLikeAnyOther(t *testing.T) {
	if got := fmt.Sprintf("%v|%q|%s", apiclient.Secret(""), apiclient.Secret(""), apiclient.Secret("")); got != "***|***|***" {
		t.Errorf("an empty password prints as %q", got)
	}
}

func TestSecretInsideOtherThingsPrintsAsStars(t *testing.T) {
	s := apiclient.Secret(hunter)
	type holder struct {
		Name string
		Pass apiclient.Secret
	}
	inner := holder{"6666", s}
	things := map[string]any{
		"a struct": inner, "a pointer": &inner, "a slice": []apiclient.Secret{s}, "an array": [1]apiclient.Secret{s},
		"a map": map[string]apiclient.Secret{"pass": s}, "a key": map[apiclient.Secret]int{s: 1}, "an interface": []any{s},
		"a struct in a struct": struct{ Inner holder }{inner},
		"a phone":              apiclient.Phone{PhoneLogin: "1", PhonePass: s, RegistrationPassword: s},
		"phones":               []apiclient.Phone{{PhonePass: s, RegistrationPassword: s}},
		"options":              apiclient.Options{User: "6666", Pass: s},
		"an option":            &apiclient.Options{User: "6666", Pass: s},
	}
	for name, thing := range things {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
			if got := fmt.Sprintf(verb, thing); leaksPassword(got) {
				t.Errorf("%s of %s prints %s", verb, name, got)
			}
		}
	}
}

func TestSecretIsEncodedAsStars(t *testing.T) {
	s := apiclient.Secret(hunter)
	for name, thing := range map[string]any{
		"a password": s, "a pointer": &s, "a phone": apiclient.Phone{PhonePass: s, RegistrationPassword: s},
		"a map": map[string]any{"pass": s}, "a slice": []apiclient.Secret{s},
	} {
		text, err := json.Marshal(thing)
		if err != nil || leaksPassword(string(text)) || !strings.Contains(string(text), "***") {
			t.Errorf("%s is encoded as %s, %v", name, text, err)
		}
	}
	if text, err := s.MarshalText(); err != nil || string(text) != "***" {
		t.Errorf("MarshalText gives %q, %v", text, err)
	}
}

func TestSecretIsLoggedAsStars(t *testing.T) {
	var log strings.Builder
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("call", "pass", apiclient.Secret(hunter), "phone", apiclient.Phone{PhonePass: hunter})
	}
	if leaksPassword(log.String()) || strings.Count(log.String(), "***") < 4 {
		t.Errorf("logged: %s", log.String())
	}
}

// fmt does not call the methods of unexported fields, and the client holds the password in an unexported field.
func TestClientPrintsNoPassword(t *testing.T) {
	client, err := apiclient.New(apiclient.Options{Pass: hunter})
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if got := fmt.Sprintf(verb, client); leaksPassword(got) {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}
