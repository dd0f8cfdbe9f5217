package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"

	"phonebatch/batch/exit"
	"phonebatch/batch/object"
)

// suffer puts a damaged register in place of the whole one, carries an action out, and checks what has become of the
// phones.
func (w *wreck) suffer(register []byte, action string) int {
	if err := os.RemoveAll(w.dir); err != nil {
		w.Fatal(err)
	}
	if err := os.Mkdir(w.dir, 0o700); err != nil {
		w.Fatal(err)
	}
	w.stands(w.phones)
	for name, text := range w.files {
		w.write(name, text)
	}
	w.write("register.db", register)
	words := wreckActions[action]
	before := w.keys()
	status := w.call(slices.Insert(slices.Clone(words), 1, w.flags(words[0])...)...)
	after := w.keys()
	deleted, added := without(before, after), without(after, before)
	statuses := []int{exit.Done, exit.Unexpected, exit.Usage, exit.NotAll, exit.ListErrors}
	if !slices.Contains(statuses, status) || status == exit.Unexpected && !strings.Contains(w.errs.String(), "damaged") {
		w.Errorf("exit status %d: %s", status, w.errs)
	}
	for key := range deleted {
		if action != "undo" || !w.latest[key] {
			w.Errorf("%s was deleted", key)
		}
	}
	if len(added) > 0 && words[0] != "import" {
		w.Errorf("%v were added", added)
	}
	if action == "undo" && status == exit.Done && len(deleted) != len(w.latest) && len(deleted) > 0 {
		w.Errorf("exit status %d, and of %v only %v were deleted: %s", status, w.latest, deleted, w.errs)
	}
	if words[0] == "import" {
		w.truth(action, after, added)
	}
	w.once()
	if w.Failed() {
		w.Logf("exit status %d: %s", status, w.errs)
	}
	return status
}

// flags are those that an action has besides.
func (w *wreck) flags(command string) []string {
	if command == "import" || command == "runs" {
		return []string{"--json"}
	}
	return nil
}

// truth checks the results of an import: what is called added this run has added, and is there.
func (w *wreck) truth(action string, after, added map[string]bool) {
	var document struct {
		Results string `json:"results_file"`
	}
	if err := json.Unmarshal(w.out.Bytes(), &document); err != nil {
		w.Errorf("%v: %s", err, w.out)
		return
	}
	if document.Results == "" {
		if len(added) > 0 {
			w.Errorf("%v were added, and there are no results", added)
		}
		return
	}
	results, err := readResults(document.Results)
	if err != nil {
		w.Error(err)
	}
	for _, r := range results {
		key := r.ServerIP + " " + r.Extension
		before := action == "resume" && w.latest[key] // an import that is resumed tells of all its rows
		if r.Status == object.Added && (!after[key] || !added[key] && !before) {
			w.Errorf("%s is called added; before: %t, there: %t", key, !added[key], after[key])
		}
	}
}

// once checks that nobody has two phones.
func (w *wreck) once() {
	names := make(map[string]string)
	for _, p := range w.server.Load().Phones() {
		if name := p["fullname"]; names[name] != "" {
			w.Errorf("%s has extension %s and %s", name, names[name], p["extension"])
		}
		names[p["fullname"]] = p["extension"]
	}
}
