package apiclient_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
)

// Each recorded call about an alias is the call that the client makes, and its answer has the code that the body says.
func TestRecordedAliasCallsAreTheClients(t *testing.T) {
	seen := make(map[apiclient.Code]int)
	for _, e := range append(recorded(t, apiclient.AddPhoneAlias), recorded(t, apiclient.UpdatePhoneAlias)...) {
		a := apiclient.Alias{AliasID: e.Request["alias_id"], AliasName: e.Request["alias_name"]}
		if logins := e.Request["phone_logins"]; logins != "" {
			a.PhoneLogins = strings.Split(logins, ",")
		}
		d := newDialer(t, says(e.Body))
		o := options(t, d.URL)
		o.User, o.Pass = e.Request["user"], apiclient.Secret(e.Request["pass"])
		c := newClient(t, o)
		var r apiclient.Reply
		switch deletion := e.Request["delete_alias"]; {
		case e.function() == apiclient.AddPhoneAlias:
			r = c.AddAlias(t.Context(), a)
		case deletion == "Y":
			r = c.DeleteAlias(t.Context(), a.AliasID)
		case deletion == "N":
			r = c.ProbeAlias(t.Context(), a.AliasID)
		case deletion == "":
			r = c.UpdateAlias(t.Context(), a)
		default: // the client never sends this value
			continue
		}
		if r.Code != e.reply().Code || success(r.Code) != e.succeeded() {
			t.Errorf("%s: %q is %s", e, e.Body, r.Code)
		}
		sent := make(map[string]string)
		for name := range d.got()[0].form {
			sent[name] = e.Request[name]
		}
		for name, want := range e.Request {
			if want != "" && sent[name] != want {
				t.Errorf("%s: the client does not send %s", e, name)
			}
		}
		seen[r.Code]++
	}
	for _, code := range []apiclient.Code{
		apiclient.CodeAdded, apiclient.CodeUpdated, apiclient.CodeDeleted, apiclient.CodeNothingToDo, apiclient.CodeAliasExists,
		apiclient.CodeAliasAbsent, apiclient.CodeMemberAbsent, apiclient.CodeMayNotDelete, apiclient.CodeMayNot, apiclient.CodeField,
	} {
		if seen[code] == 0 {
			t.Errorf("no recorded call about an alias has the code %s", code)
		}
	}
}

// An alias in the sandbox is added, asked about, changed and deleted. The questions store nothing.
func TestAliasThroughItsLife(t *testing.T) {
	s := sandbox.New(sandbox.Default())
	c := inProcess(t, s, "6666")
	for i, login := range []string{"101a", "101b"} {
		p := phone
		p.Extension, p.PhoneLogin, p.ServerIP = "101", login, []string{"10.0.9.8", "10.0.9.9"}[i]
		if r := c.AddPhone(t.Context(), p); r.Code != apiclient.CodeAdded {
			t.Fatal(r.Code, r.Message())
		}
	}
	both := apiclient.Alias{AliasID: "101x", AliasName: "Agent 101", PhoneLogins: []string{"101a", "101b"}}
	one := apiclient.Alias{AliasID: "101x", PhoneLogins: []string{"101b"}}
	wrong := apiclient.Alias{AliasID: "101x", AliasName: "Agent 101", PhoneLogins: []string{"101a", "nobody"}}
	for _, step := range []struct {
		name   string
		reply  apiclient.Reply
		code   apiclient.Code
		known  int
		stored string // the members afterwards; "" if there is no alias
	}{
		{"ask", c.ProbeAlias(t.Context(), "101x"), apiclient.CodeAliasAbsent, 0, ""},
		{"rehearse with a stranger", c.RehearseAlias(t.Context(), wrong), apiclient.CodeMemberAbsent, 1, ""},
		{"rehearse", c.RehearseAlias(t.Context(), both), apiclient.CodeMemberAbsent, 2, ""},
		{"rehearse a change too early", c.RehearseAliasUpdate(t.Context(), one), apiclient.CodeAliasAbsent, 0, ""},
	} {
		expectAlias(t, s, step.name, step.reply, step.code, step.known, step.stored)
	}
	r := c.AddAlias(t.Context(), both)
	expectAlias(t, s, "add", r, apiclient.CodeAdded, 0, "101a,101b")
	r = c.ProbeAlias(t.Context(), "101X")
	expectAlias(t, s, "ask again", r, apiclient.CodeNothingToDo, 0, "101a,101b")
	r = c.RehearseAlias(t.Context(), both)
	expectAlias(t, s, "rehearse again", r, apiclient.CodeAliasExists, 0, "101a,101b")
	r = c.RehearseAliasUpdate(t.Context(), one)
	expectAlias(t, s, "rehearse the change", r, apiclient.CodeMemberAbsent, 1, "101a,101b")
	r = c.UpdateAlias(t.Context(), one)
	expectAlias(t, s, "change", r, apiclient.CodeUpdated, 0, "101b")
	r = c.DeleteAlias(t.Context(), "101x")
	expectAlias(t, s, "delete", r, apiclient.CodeDeleted, 0, "")
}

// expectAlias compares a reply, and the only alias of the sandbox, with what they should be.
func expectAlias(t *testing.T, s *sandbox.Server, name string, r apiclient.Reply, code apiclient.Code, known int, stored string) {
	t.Helper()
	if r.Code != code || r.Known != known {
		t.Errorf("%s: %s (%s), %d known, want %s, %d", name, r.Code, r.Message(), r.Known, code, known)
	}
	got := ""
	for _, a := range s.Aliases() {
		got += a["logins_list"]
	}
	if diff := cmp.Diff(stored, got); diff != "" {
		t.Errorf("%s: members wanted (-), stored (+):\n%s", name, diff)
	}
}

// A dialer that carries out a mere question about an alias stops everything.
func TestAliasQuestionThatWasCarriedOut(t *testing.T) {
	a := apiclient.Alias{AliasID: "101x", AliasName: "A", PhoneLogins: []string{"101a"}}
	for body, ask := range map[string]func(*apiclient.Client) apiclient.Reply{
		"SUCCESS: update_phone_alias PHONE ALIAS HAS BEEN UPDATED - 6666|101x|\n": func(c *apiclient.Client) apiclient.Reply { return c.ProbeAlias(t.Context(), "101x") },
		"SUCCESS: update_phone_alias PHONE ALIAS HAS BEEN DELETED - 6666|101x\n":  func(c *apiclient.Client) apiclient.Reply { return c.ProbeAlias(t.Context(), "101x") },
		"SUCCESS: update_phone_alias PHONE ALIAS HAS BEEN UPDATED - 6666|102x|\n": func(c *apiclient.Client) apiclient.Reply { return c.RehearseAliasUpdate(t.Context(), a) },
		"SUCCESS: add_phone_alias PHONE ALIAS HAS BEEN ADDED - 6666|101x|A|101a,phonebatchnosuchuser\n": func(c *apiclient.Client) apiclient.Reply {
			return c.RehearseAlias(t.Context(), a)
		},
	} {
		d := newDialer(t, says(body))
		if r := ask(newClient(t, options(t, d.URL))); r.Code != apiclient.CodeProbeAccepted {
			t.Errorf("%q: %s, want %s", body, r.Code, apiclient.CodeProbeAccepted)
		}
		if source := d.got()[0].form.Get("source"); source != "testprobe" {
			t.Errorf("%q: the source is %s", body, source)
		}
	}
}
