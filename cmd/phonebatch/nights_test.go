package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"phonebatch/batch/exit"
)

// A change is what becomes of the list after the first night.
type change struct {
	before func(w *week) // the first night; nil changes nothing
	change func(w *week)
	exit   int // of the second night
	more   int // phones that the second night adds
}

// changes are the lists of the same people that come night after night.
var changes = map[string]change{
	"nothing": {change: func(*week) {}},
	"a column more": {change: func(w *week) {
		w.list.columns = append(w.list.columns, "Cost Center")
	}},
	"a header renamed":                 {change: func(w *week) { w.list.columns[3] = "Dept." }},
	"the header of the number renamed": {change: func(w *week) { w.list.columns[2] = "Employee ID" }},
	"the number's column gone":         {change: func(w *week) { w.list.columns = slices.Delete(w.list.columns, 2, 3) }},
	"columns in another order":         {change: func(w *week) { slices.Reverse(w.list.columns) }},
	"dates written otherwise": {change: func(w *week) {
		w.list.cell = func(h hire, column string) string {
			if column == "Start Date" {
				return h.begins[8:] + "/" + h.begins[5:7] + "/" + h.begins[:4]
			}
			return plainCell(h, column)
		}
	}},
	"names capitalised": {exit: exit.NotAll, change: func(w *week) {
		for i := range w.list.people {
			h := &w.list.people[i]
			h.first, h.last = strings.ToUpper(h.first), strings.ToUpper(h.last)
		}
	}},
	"a department changed": {change: func(w *week) { w.list.people[3].department = "Moved" }},
	"a running number":     {change: func(w *week) { w.list.columns = append([]string{"#"}, w.list.columns...) }},
	"a running number shifted": {change: func(w *week) {
		w.list.columns = append([]string{"#"}, w.list.columns...)
		if status := w.night(); status != exit.Done {
			w.Fatal(status, w.said)
		}
		w.list.people = append([]hire{{first: "New", last: "Person", staff: "99", department: "Care", begins: "2026-12-01"}}, w.list.people...)
	}, more: 1},
	"zeros of numbers lost": {change: func(w *week) {
		for i := range w.list.people {
			w.list.people[i].staff = "00" + w.list.people[i].staff
		}
	}},
	"sorted": {change: func(w *week) {
		slices.SortFunc(w.list.people, func(a, b hire) int { return strings.Compare(a.first+a.last, b.first+b.last) })
	}},
	"upside down":                {change: func(w *week) { slices.Reverse(w.list.people) }},
	"the file called by the day": {change: func(w *week) { w.list.name = "hr-2026-12-02.csv" }},
	"the folder moved": {change: func(w *week) {
		moved := w.dir + "-moved"
		w.check(os.Rename(w.dir, moved))
		w.dir = moved
	}},
	"all files beside the list gone": {change: func(w *week) {
		for _, pattern := range []string{"*.results.*", "*.csv"} {
			paths, _ := filepath.Glob(w.path(pattern))
			for _, path := range paths {
				if !strings.Contains(path, "credentials") {
					w.check(os.Remove(path))
				}
			}
		}
	}},
	"encoded as UTF-16": {change: func(w *week) {
		w.list.encode = func(t *testing.T, records [][]string) []byte {
			text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(plainText(t, records))
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
	}},
	"saved as a workbook": {change: func(w *week) { w.list.name, w.list.encode = "hr.xlsx", nightBook }},
	"some have left":      {change: func(w *week) { w.list.people = w.list.people[5:] }},
	"a hire more": {change: func(w *week) {
		w.list.people = append(w.list.people, hire{first: "New", last: "Person", staff: "99", department: "Care", begins: "2026-12-01"})
	}, more: 1},
	"a second list with some of them": {change: func(w *week) {
		w.list.name, w.list.people = "sales.csv", w.list.people[100:150]
	}},
	"a second server for everybody": {
		before: func(w *week) { cluster(w, "10.0.9.8") },
		change: func(w *week) { cluster(w, "10.0.9.8", "10.0.9.9") }, more: nightly,
	},
	"a cluster from the first night on": {
		before: func(w *week) { cluster(w, "10.0.9.8", "10.0.9.9") },
		change: func(w *week) { slices.Reverse(w.list.people) },
	},
}

// TestNights: the same people come every night, and the list is another one each time. Everybody keeps their one phone,
// and each phone has one line of credentials.
func TestNights(t *testing.T) {
	for i, name := range slices.Sorted(maps.Keys(changes)) {
		if testing.Short() && i%6 > 0 {
			continue
		}
		tt := changes[name]
		t.Run(name, func(t *testing.T) {
			w := newWeek(t)
			if tt.before != nil {
				tt.before(w)
			}
			if status := w.night(); status != exit.Done {
				t.Fatalf("the first night ends with %d: %s", status, w.said)
			}
			before := w.phones()
			tt.change(w)
			for night := range 2 {
				if status := w.night(); status != tt.exit {
					t.Errorf("night %d ends with %d, want %d: %s", night+2, status, tt.exit, w.said)
				}
			}
			w.kept(before, tt.more)
		})
	}
}
