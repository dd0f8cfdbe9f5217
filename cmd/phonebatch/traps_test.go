package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A trap is something that a dialer does and a program can step into, with the recorded exchanges that show it and the
// tests that keep this program out of it. A shown exchange is the name of a recording and the name of the exchange. A
// test is the folder of a package and the name of a test, and perhaps the name of a case, or the path of a script.
type trap struct {
	what  string
	shown []string
	tests []string
}

// updates is the table of tests about update_phone.
const updates = "batch/TestUpdatesStepIntoNoTrap"

// traps are what update_phone, aliases, vm_list and the calls about users do (contract/API.md).
var traps = []trap{
	// update_phone: values
	{
		"update_phone has narrower limits than add_phone",
		[]string{"core: update: name over 30", "core: update: pass over 30", "core: update: dialplan 2 digits", "core: update: cid 5 digits"},
		[]string{updates + "/a name that add_phone alone takes", "apiclient/TestUpdateLimitsAreWhatTheDialerRefuses"},
	},
	{
		"one bad field among good ones, and nothing is written",
		[]string{"life: update: one bad field among good writes nothing"},
		[]string{updates + "/one bad value among good ones"},
	},
	{
		"values wider than their columns are cut, with SUCCESS",
		[]string{"life: update: login of 20 cut", "life: update: voicemail of 12 cut"},
		[]string{updates + "/a login of 20", updates + "/a voicemail_id of twelve"},
	},
	{
		"--BLANK-- empties fields, the registration password too",
		[]string{"life: update: registration --BLANK--", "life: update: email --BLANK--", "core: update: name blanked"},
		[]string{updates + "/--BLANK-- as a registration_password", updates + "/--BLANK-- as a name", "batch/preflight/TestWordsForNothing"},
	},
	{
		"--BLANK-- is stored as it is as a phone_pass, and as BLANK as a voicemail_id",
		[]string{"life: update: pass --BLANK--"},
		[]string{updates + "/--BLANK-- as a phone_pass", updates + "/--BLANK-- as a voicemail_id", "cmd/phonebatch/testdata/update_limits.txt"},
	},
	{
		"an empty value leaves the field alone",
		[]string{"life: update: empty cell leaves alone"},
		[]string{updates + "/an empty cell", updates + "/an empty cell to be emptied"},
	},
	{
		"--NONE--, which exports say, is no template",
		[]string{"life: update: template --NONE--", "life: add: template --NONE--"},
		[]string{"batch/preflight/TestHarmlessDifferencesAreMended"},
	},
	{
		"a protocol is changed, that of a PJSIP phone too",
		[]string{"core: update: protocol"},
		[]string{updates + "/a PJSIP phone", "batch/TestOnlyActiveIsSent"},
	},
	// update_phone: logins
	{
		"a login can be stolen from a phone on the same server, and from one with the same extension",
		[]string{"life: update: login of another extension, same server", "life: update: login of the same extension, other server"},
		[]string{
			updates + "/the login of another on the same server", updates + "/the login of one's phone elsewhere",
			"batch/TestUpdatesAreTrueAndCanBeUndone",
		},
	},
	{
		"the login of another phone elsewhere is refused",
		[]string{"life: update: login of another extension, other server"},
		[]string{updates + "/the login of another elsewhere"},
	},
	{
		"the own login is taken, and case does not count",
		[]string{"life: update: own login again", "life: probe: login taken"},
		[]string{updates + "/the login in another case"},
	},
	{
		"a phone keeps its login when its person moves: the addition on the new server is refused",
		[]string{"life: moving: add on another server with the same login"},
		[]string{"cmd/phonebatch/testdata/update_limits.txt"},
	},
	// update_phone: questions
	{
		"nothing to change is UPDATED, so that the question whether a phone is there would write",
		[]string{"core: update: nothing to change"},
		[]string{"batch/TestNoQuestionOfUpdatePhoneCanBeCarriedOut", updates + "/nothing differs"},
	},
	{
		"only a bad value that is checked last rehearses the whole change",
		[]string{"life: update: rehearsed with a bad last field"},
		[]string{"batch/TestNoQuestionOfUpdatePhoneCanBeCarriedOut"},
	},
	{
		"a probe of a taken extension hides what the login is",
		[]string{"life: probe: extension taken hides the login", "life: probe: free", "life: probe: server unknown"},
		[]string{"batch/run/TestAskSortsRows", "batch/TestAStrangersPhoneIsNotOurs"},
	},
	{
		"a phone of a hidden user group does not exist for update_phone, and add_phone's probe sees it",
		[]string{"next: active=N by a user who may not see the phone's group"},
		[]string{"batch/TestPhoneThatIsNotVisible", "cmd/phonebatch/testdata/update_limits.txt"},
	},
	// update_phone: active and delete_phone
	{
		"active=n is ignored, with SUCCESS",
		[]string{"life: update: active n", "next: active=YES is ignored", "next: active= empty"},
		[]string{"batch/TestOnlyActiveIsSent", updates + "/an inactive phone"},
	},
	{
		"an inactive phone is there, and has its login",
		[]string{"life: probe sees an inactive phone", "next: probe: an inactive phone is there", "next: probe: the login of an inactive phone is taken"},
		[]string{updates + "/an inactive phone", "cmd/phonebatch/testdata/retire_missing.txt"},
	},
	{
		"a changed phone stays inactive unless active=Y is sent as well",
		[]string{"next: update of an inactive phone, active not given: stays inactive", "next: active=Y with another change"},
		[]string{updates + "/an inactive phone of another name"},
	},
	{
		"what is inactive already is UPDATED again",
		[]string{"next: active=N again"},
		[]string{"cmd/phonebatch/testdata/retire.txt"},
	},
	{
		"a deletion without permission is a NOTICE, and deletes nothing",
		[]string{"core: delete: no permission to delete", "core: alias delete: no permission"},
		[]string{"batch/TestUndoOfAliasesWithoutTheRightToDelete", "cmd/phonebatch/testdata/retire.txt"},
	},
	{
		"a deletion with a small y is UPDATED, or refused, and deletes nothing",
		[]string{"core: delete: lower case y deletes nothing", "life: alias: delete_alias=y"},
		[]string{"apiclient/TestRecordedAliasCallsAreTheClients", "cmd/phonebatch/testdata/undo.txt"},
	},
	// aliases
	{
		"update_phone_alias replaces all members",
		[]string{"life: alias: update replaces the list"},
		[]string{"batch/run/TestAnAliasIsExtended", "cmd/phonebatch/testdata/cluster.txt"},
	},
	{
		"a list of over 255 characters is cut, behind a login or in mid-login, with SUCCESS",
		[]string{
			"next: alias: 17 logins of 15: 271 characters, cut behind a login", "next: alias: 18 logins of 14: 269 characters, cut in the last one",
			"next: alias update: to 271", "next: alias update: to 269",
		},
		[]string{
			"batch/preflight/TestTheLoginsOfAnAliasFitItsColumn", "batch/TestAnAliasIsNotExtendedBeyondItsColumn", "batch/TestPhoneStaysWithItsAlias/full",
		},
	},
	{
		"a list of 255 characters is whole",
		[]string{"next: alias: 16 logins of 15: 255 characters", "next: alias update: to 255"},
		[]string{"batch/TestAnAliasIsNotExtendedBeyondItsColumn"},
	},
	{
		"a list that names a deleted phone is refused, and the alias still names it",
		[]string{"life: delete a member: the alias keeps its name", "life: ... and a list that names it is refused"},
		[]string{"batch/TestAnAliasWithADeletedMemberIsToldAndKept", "batch/TestALeaverIsTakenOutOfAnAliasWithADeletedMember"},
	},
	{
		"an alias with an inactive member makes logins fail, and update_phone says nothing about it",
		[]string{"next: active=N"},
		[]string{"batch/TestAliasesAreTrueAndCanBeUndone", "batch/TestRetirementsAreTrueAndCanBeUndone"},
	},
	{
		"an alias may be a login, and a login an alias",
		[]string{"life: alias id equal to an existing login", "life: login equal to an existing alias id"},
		[]string{"batch/run/TestAliasThroughFaults/the id is a phone's login", "batch/preflight/TestAliasesAreJudged/its own login", "batch/TestALoginThatIsAnAliasOfTheDialerIsNotSent"},
	},
	{
		"members may be one phone twice, or two on one server",
		[]string{"life: alias: same member twice", "life: alias: two members on one server"},
		[]string{"batch/preflight/TestAliasesAreJudged/people", "batch/preflight/TestClashes"},
	},
	{
		"an alias_id and an alias_name are cleaned and cut, with SUCCESS; update_phone_alias refuses the name",
		[]string{"life: alias id of 21 cut", "life: alias id with a dot", "life: alias name of 51", "next: alias update: name of 51"},
		[]string{"batch/preflight/TestAliasesAreJudged/21 characters", "batch/preflight/TestAliasesAreJudged/51 characters"},
	},
	{
		"delete_alias=N asks, and so does a member that cannot exist; a dialer that carries out a question stops everything",
		[]string{
			"life: alias: delete_alias=N only asks: there", "life: alias: delete_alias=N only asks: not there",
			"life: alias: asked by an impossible member: alias there", "life: alias: asked, first members exist",
		},
		[]string{"apiclient/TestAliasThroughItsLife", "apiclient/TestAliasQuestionThatWasCarriedOut"},
	},
	// vm_list and users
	{
		"vm_list shows active phones alone, without their servers and logins",
		[]string{"next: vm_list: an inactive phone is not in it", "next: vm_list: boxes first, then phones, each ordered by voicemail_id as text, numbered from 1 twice; no server, no login"},
		[]string{"cmd/phonebatch/TestOnlyTheFunctionsOfPhonesAreCalled"},
	},
	{
		"a user keeps the login of a phone or an alias that is deleted",
		[]string{"next: a phone is deleted: its user keeps the login", "next: alias: its user keeps it"},
		[]string{"cmd/phonebatch/TestOnlyTheFunctionsOfPhonesAreCalled"},
	},
	{
		"copy_user ignores a phone given, and copies inactive; update_user cleans active=n away",
		[]string{
			"next: copy_user: phone_login and phone_pass given are ignored: the source's are copied", "next: copy_user: ... are inactive, too",
			"next: update_user: active n (cleaned away: nothing to change)",
		},
		[]string{"cmd/phonebatch/TestOnlyTheFunctionsOfPhonesAreCalled"},
	},
	{
		"answers repeat passwords",
		[]string{"next: copy_user", "next: copy_user: no source", "life: update: one bad field among good writes nothing"},
		[]string{"cmd/phonebatch/TestRecordedAnswersShowNoPassword"},
	},
}

// Each trap is shown by recorded exchanges and kept by tests, and they are all there.
func TestEachTrapHasItsTest(t *testing.T) {
	exchanges, tests := recordedNames(t), make(map[string]string)
	for _, trap := range traps {
		if len(trap.shown) == 0 || len(trap.tests) == 0 {
			t.Errorf("%s: shown by %d exchanges, kept by %d tests", trap.what, len(trap.shown), len(trap.tests))
		}
		for _, shown := range trap.shown {
			if !exchanges[shown] {
				t.Errorf("%s: no recorded exchange %q", trap.what, shown)
			}
		}
		for _, test := range trap.tests {
			if missing := missingTest(t, tests, test); missing != "" {
				t.Errorf("%s: %s", trap.what, missing)
			}
		}
	}
}

// recordedNames returns the names of the recorded exchanges, each after the name of its recording.
func recordedNames(t *testing.T) map[string]bool {
	t.Helper()
	names := make(map[string]bool)
	for _, recording := range []string{"core", "life", "next"} {
		text, err := os.ReadFile("../../apiclient/testdata/" + recording + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(text))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var e struct{ Name string }
			if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
				t.Fatal(err)
			}
			names[recording+": "+e.Name] = true
		}
	}
	return names
}

// missingTest returns "" if a test is there, and otherwise says what is missing. known has the text of each test
// function that was looked up before.
func missingTest(t *testing.T, known map[string]string, test string) string {
	t.Helper()
	if strings.HasSuffix(test, ".txt") {
		if _, err := os.Stat(filepath.Join("..", "..", test)); err != nil {
			return err.Error()
		}
		return ""
	}
	at := strings.Index(test, "/Test")
	name, of, hasCase := strings.Cut(test[at+1:], "/")
	key := test[:at] + "/" + name
	if known[key] == "" {
		known[key] = functionText(t, filepath.Join("..", "..", test[:at]), name)
	}
	switch text := known[key]; {
	case text == "":
		return "no test " + key
	case hasCase && !strings.Contains(text, strconv.Quote(of)):
		return "the test " + key + " has no case " + of
	}
	return ""
}

// functionText returns the text of a function in the test files of a folder, or "".
func functionText(t *testing.T, dir, name string) string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, found := bytes.Cut(text, []byte("\nfunc "+name+"(t *testing.T) {\n"))
		if found {
			body, _, _ := bytes.Cut(rest, []byte("\n}\n"))
			return string(body)
		}
	}
	return ""
}

// The program calls the functions about phones and aliases. It makes no users and changes none, and reads no vm_list.
func TestOnlyTheFunctionsOfPhonesAreCalled(t *testing.T) {
	uncalled := []string{"AddUser", "UpdateUser", "CopyUser", "UserDetails", "VMList"}
	declared := []string{"fields.go", "answers.go"} // of package apiclient
	var paths []string
	for _, pattern := range []string{"apiclient", "apiclient/pages", "batch", "batch/*", "report", "cmd/phonebatch", "samples"} {
		found, err := filepath.Glob(filepath.Join("..", "..", pattern, "*.go"))
		if err != nil || len(found) == 0 {
			t.Fatal(pattern, err)
		}
		paths = append(paths, found...)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || filepath.Base(filepath.Dir(path)) == "apiclient" && slices.Contains(declared, filepath.Base(path)) {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && slices.Contains(uncalled, id.Name) {
				t.Errorf("%s names %s", path, id.Name)
			}
			return true
		})
	}
}
