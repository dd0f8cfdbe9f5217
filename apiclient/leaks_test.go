package apiclient_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

// passwords are the fields of a request that hold passwords.
var passwords = []string{"pass", "phone_pass", "registration_password", "agent_pass"}

// echoedPasswords holds, for each text of an answer, the indexes of the details that are passwords.
var echoedPasswords = map[string]map[int]string{
	"Login incorrect, please try again":                    {1: "pass"},
	"add_phone YOU MUST USE ALL REQUIRED FIELDS":           {5: "phone_pass", 8: "registration_password"},
	"update_phone YOU MUST USE A VALID PHONE PASSWORD":     {1: "phone_pass"},
	"update_phone YOU MUST USE A VALID REGISTRATION PASSW": {1: "registration_password"},
	"add_user YOU MUST USE ALL REQUIRED FIELDS":            {2: "agent_pass"},
	"add_user USER HAS BEEN ADDED":                         {2: "agent_pass"},
}

// A masquerade is a recorded exchange with random passwords, which cannot occur in the answer by chance.
type masquerade struct {
	exchange
	secrets []string // the passwords as sent and as cleaned
}

func (e exchange) withPasswords(random *rand.Rand) masquerade {
	m := masquerade{exchange: e}
	m.Request = maps.Clone(e.Request)
	cleaned := make(map[string]string)
	for _, field := range passwords {
		if e.Request[field] == "" {
			continue
		}
		raw := fmt.Sprintf("Pw%d!é_%d'x", random.Uint32(), random.Uint32())
		m.Request[field] = raw
		cleaned[field] = raw
		if spec, known := e.dialect.Spec(e.function(), field); known {
			cleaned[field] = spec.Clean(raw)
		}
		m.secrets = append(m.secrets, raw, cleaned[field])
	}
	for text, places := range echoedPasswords {
		if head, rest, found := strings.Cut(e.Body, text); found {
			details := strings.Split(rest, "|")
			first := 1 // the separator of a refusal ends with a bar
			if strings.HasPrefix(rest, " - ") {
				first = 0
			}
			for place, field := range places {
				if first+place < len(details) && details[first+place] != "" {
					details[first+place] = cleaned[field]
				}
			}
			m.Body = head + text + strings.Join(details, "|")
		}
	}
	return m
}

// inEveryDetail returns the body with every detail replaced by a secret.
func (m masquerade) inEveryDetail(secret string) string {
	details := strings.Split(m.Body, "|")
	if separator := strings.LastIndex(details[0], " - "); separator >= 0 {
		details[0] = details[0][:separator+3] + secret
	}
	for i := 1; i < len(details); i++ {
		details[i] = secret
	}
	return strings.Join(details, "|")
}

func (m masquerade) check(t *testing.T, what, body string) {
	t.Helper()
	for _, status := range []int{200, 302, 500} {
		r := apiclient.ParseReply(m.request(), m.dialect, status, []byte(body))
		for _, text := range []string{r.Message(), fmt.Sprintf("%+v", r), fmt.Sprintf("%#v", r)} {
			for _, secret := range m.secrets {
				if strings.Contains(text, secret) {
					t.Errorf("%s, %s: the body %q is shown as %q", m.exchange, what, body, text)
				}
			}
		}
	}
}

func TestRepliesNeverShowPasswords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	echoed := 0
	for _, e := range recorded(t) {
		m := e.withPasswords(random)
		if got, want := m.reply().Code, e.reply().Code; got != want {
			t.Errorf("%s: with other passwords %q is %s, not %s", e, m.Body, got, want)
		}
		m.check(t, "answered as recorded", m.Body)
		for _, secret := range m.secrets {
			if strings.Contains(m.Body, secret) {
				echoed++
			}
			m.check(t, "in every detail", m.inEveryDetail(secret))
			m.check(t, "alone", secret)
			m.check(t, "as the text", "ERROR: "+secret+": |6666|\n")
			m.check(t, "as the function", "ERROR: "+secret+" SERVER DOES NOT EXIST: |6666|\n")
			m.check(t, "as the verdict", secret+m.Body)
			m.check(t, "behind the answer", m.Body+secret)
			m.check(t, "as a version", "VERSION: "+secret+"|BUILD: "+secret+"|TZ: "+secret+"|\n")
			m.check(t, "in a page", "<html>"+secret+"</html>")
		}
	}
	if echoed < 150 {
		t.Errorf("only %d passwords are echoed in the bodies", echoed)
	}
}
