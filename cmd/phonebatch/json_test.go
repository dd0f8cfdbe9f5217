package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/exit"
	"phonebatch/report"
	"phonebatch/samples"
)

const jsonHeader = "extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password,phone_full_name,local_gmt,outbound_cid"

// A jsonStory is commands that are run one after the other in a folder; each prints a document.
type jsonStory struct {
	commands [][]string
	exits    []int
	named    bool // the dialers are those of two.toml
}

// jsonStories show every field of the documents at least once. A field that is new needs a command here that prints it.
var jsonStories = map[string]jsonStory{
	"what pre-flight finds": {[][]string{
		{"check", "mistakes.csv"},
		{"check", "odd.csv"},
		{"check", "workbook.xlsx"},
		{"check", "servers.csv"},
		{"check", "values.csv"},
		{"check", "titles.csv"},
		{"check", "--where", "active=Y", "vicidial.csv"},
		{"check", "--servers", "10.0.9.8,10.0.9.9", "--alias", "{extension}x", "good.csv"},
	}, []int{4, 0, 0, 0, 4, 0, 0, 4}, false},
	"a run": {[][]string{
		{"doctor"},
		{"import", "--yes", "--rate", "0", "--results", "r.csv", "--summary-file", "good.json", "good.csv"},
		{"summary", "good.json"},
		{"runs"},
		{"verify", "--rate", "0", "r.csv"},
		{"report", "r.csv"},
		{"compare", "--rate", "0", "other.csv"},
		{"export", "--rate", "0", "--out", "export.csv"},
		{"import", "--yes", "--rate", "0", "--results", "again.csv", "good.csv"},
		{"undo", "--yes", "--rate", "0", "r.csv"},
		{"import", "--yes", "--rate", "0", "--generate", "phone_pass", "--results", "s.csv", "empty.csv"},
		{"runs"},
		{"damage"},
		{"runs"},
	}, []int{0, 0, 0, 0, 0, 0, 3, 0, 3, 0, 0, 0, 0, 1}, false},
	"a configuration": {[][]string{
		{"config", "check", "--config", "good.toml"},
		{"config", "check", "--config", "bad.toml"},
		{"config", "check", "--config", "none.toml"},
		{"config", "check", "more"},
		{"check", "--config", "bad.toml", "--profile", "p", "good.csv"},
	}, []int{0, 2, 2, 2, 2}, false},
	"a list for two dialers": {[][]string{
		{"import", "--yes", "--rate", "0", "--retries", "0", "--config", "two.toml", "--summary-file", "two.json", "two.csv"},
		{"summary", "two.json"},
	}, []int{3, 3}, true},
	"a rehearsal": {[][]string{
		{"import", "--sandbox", "--dry-run", "good.csv"},
	}, []int{0}, false},
	"calls that go wrong": {[][]string{
		{"check"},
		{"check", "nothing.csv"},
		{"check", "a.csv", "b.csv"},
		{"check", "--ignore", "nosuch", "good.csv"},
		{"import", "--first", "-1", "good.csv"},
		{"import", "--yes", "--user", "nobody", "--rate", "0", "good.csv"},
		{"import", "--url", "ftp://x", "good.csv"},
		{"verify", "good.csv"},
		{"report", "good.csv"},
		{"undo", "good.csv"},
		{"export"},
		{"export", "--user", "nobody", "--rate", "0", "--out", "none.csv"},
		{"compare", "--user", "nobody", "--rate", "0", "good.csv"},
		{"doctor", "--try-delete"},
		{"doctor", "--user", "nobody"},
		{"runs", "--most", "-1"},
		{"import", "good.csv"},
	}, []int{2, 2, 2, 2, 2, 5, 2, 2, 2, 2, 2, 5, 5, 2, 5, 2, 2}, false},
}

// jsonLists writes the lists of the stories into a folder.
func jsonLists(t *testing.T, dir string) {
	t.Helper()
	row := func(n int, server string) string {
		return fmt.Sprintf("%d,%[1]d,%[1]d,%[1]d,Kx8mQz2p%[1]d,%s,SIP,Hx8kQz2mPw4v%[1]d,Ann Keller,-5.00,7275550100", n, server)
	}
	servers := []string{jsonHeader}
	for i := range 1<<16 + 10 { // beyond what is counted by server
		servers = append(servers, row(100_000+i, fmt.Sprintf("10.%d.%d.%d", 1+i>>16, i>>8&255, i&255)))
	}
	lists := map[string]string{
		"odd.csv":     strings.Replace(jsonHeader, "extension", "Ext", 1) + ",Mail,Note\n" + row(5001, "10.0.9.8") + ",x,y\n",
		"servers.csv": strings.Join(servers, "\n") + "\n",
		"titles.csv":  "Agents\n" + jsonHeader + "\n" + row(5001, "10.0.9.8") + "\n",
		"vicidial.csv": "extension,dialplan_number,voicemail_id,login,pass,server_ip,protocol,conf_secret,fullname,local_gmt,outbound_cid,active\n" +
			row(5001, "10.0.9.8") + ",Y\n" + row(5002, "10.0.9.8") + ",N\n",
		"values.csv": row(5001, "10.0.9.8") + "\n",
		"good.csv":   jsonHeader + "\n" + row(5001, "10.0.9.8") + "\n" + row(5002, "10.0.9.9") + "\n",
		"other.csv":  jsonHeader + "\n" + strings.Replace(row(5001, "10.0.9.8"), "Ann Keller", "Ann Moss", 1) + "\n" + row(5003, "10.0.9.9") + "\n",
		"good.toml": "[dialers.d]\nurls = [\"https://d.example.com\"]\nuser = \"api\"\nlog-level = \"warn\"\n[dialers.d.servers]\n" +
			"\"10.0.9.8\" = { suffix = \"a\", public = \"sip.example.com\", dialplan_prefix = \"1\", template_id = \"t\", phone_context = \"c\" }\n[profiles.p]\nlog-level = \"warn\"\n",
		"two.csv":   "dialer," + jsonHeader + "\none," + row(5009, "10.0.9.8") + "\ntwo," + row(5009, "10.0.9.8") + "\n",
		"bad.toml":  "[dialers.d]\nuser = \"api\"\n",
		"empty.csv": jsonHeader + "\n" + strings.Replace(row(5001, "10.0.9.8"), "Kx8mQz2p5001", "", 1) + "\n",
	}
	for _, name := range []string{"mistakes", "workbook"} {
		list, file, err := samples.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		lists[file] = string(list)
	}
	for name, text := range lists {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryFieldOfEveryDocumentIsInTheTable(t *testing.T) {
	table := make(map[string]bool) // whether a document had it
	for _, path := range report.DocumentPaths() {
		table[path] = false
	}
	server := httptest.NewServer(sandbox.New(sandbox.Default()))
	defer server.Close()
	for name, story := range jsonStories {
		dir := t.TempDir()
		t.Chdir(dir)
		for key, value := range map[string]string{"URL": server.URL, "USER": "6666", "PASSWORD": "1234"} {
			t.Setenv("PHONEBATCH_"+key, value)
		}
		t.Setenv("XDG_STATE_HOME", dir)
		t.Setenv("PHONEBATCH_LOG_LEVEL", "warn") // for config check, which says so
		jsonLists(t, dir)
		if story.named {
			t.Setenv("PHONEBATCH_URL", "")
			two := fmt.Sprintf("[dialers.one]\nurls = [%q]\nuser = \"6666\"\n[dialers.two]\nurls = [\"http://127.0.0.1:9\"]\nuser = \"6666\"\n", server.URL)
			if err := os.WriteFile("two.toml", []byte(two), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for i, args := range story.commands {
			if args[0] == "damage" {
				damageRuns(t, filepath.Join(dir, "phonebatch", "register.db"))
				continue
			}
			var out, errs bytes.Buffer
			status := 0
			if args[0] == "summary" {
				out.Write(fileText(t, args[1]))
				status = story.exits[i] // the document has that of its import
			} else {
				status = phonebatch(append(slices.Clone(args), "--json"), strings.NewReader(""), &out, &errs)
			}
			if status != story.exits[i] {
				t.Errorf("%s: %v ends with %d, want %d\n%s%s", name, args, status, story.exits[i], &out, &errs)
			}
			document := decode(t, args, &out)
			if int(document["exit"].(float64)) != status || document["command"] == "" {
				t.Errorf("%v ends with %d, and says %v", args, status, document)
			}
			if _, said := document["error"]; said != (status != 0 && status != exit.NotAll) || said != (document["hints"] != nil) {
				t.Errorf("%v ends with %d, and says error %v, hints %v", args, status, document["error"], document["hints"])
			}
			for _, path := range paths(document, "", table) {
				if _, known := table[path]; !known {
					t.Errorf("%v prints %s, which is not in the table (report/schema.go)", args, path)
				}
				table[path] = true
			}
		}
	}
	for path, seen := range table {
		if !seen {
			t.Errorf("the table (report/schema.go) has %s, and no command of jsonStories prints it: add one that does", path)
		}
	}
}

func fileText(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// damageRuns changes the rows of all runs of a register behind the back of the program.
func damageRuns(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE runs SET added = added + 1"); err != nil {
		t.Fatal(err)
	}
}

// decode reads the one document that a command has printed.
func decode(t *testing.T, args []string, out io.Reader) map[string]any {
	t.Helper()
	var document map[string]any
	d := json.NewDecoder(out)
	if err := d.Decode(&document); err != nil {
		t.Fatalf("%v prints no document: %v", args, err)
	}
	if err := d.Decode(new(any)); err != io.EOF { //nolint:errorlint // nothing wraps it
		t.Fatalf("%v prints more than one document", args)
	}
	return document
}

// paths are those of all fields in a value. Objects whose keys are data, such as servers, are not looked into.
func paths(value any, under string, table map[string]bool) (list []string) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			path := strings.TrimPrefix(under+"."+key, ".")
			list = append(list, path)
			for known := range table {
				if strings.HasPrefix(known, path+".") || strings.HasPrefix(known, path+"[].") {
					list = append(list, paths(inner, path, table)...)
					break
				}
			}
		}
	case []any:
		for _, inner := range value {
			list = append(list, paths(inner, under+"[]", table)...)
		}
	}
	return list
}
