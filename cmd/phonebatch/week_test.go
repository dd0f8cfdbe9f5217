package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"phonebatch/apiclient/sandbox"
)

// nightly is how many people the list of the nights has.
const nightly = 200

// A hire is a row of the list.
type hire struct {
	first, last, staff, department, begins string
	servers                                []string // none: the import spreads the rows
}

// A nightList is the list as it is tonight.
type nightList struct {
	name    string // the file's
	columns []string
	people  []hire
	cell    func(h hire, column string) string
	encode  func(t *testing.T, records [][]string) []byte
}

// A week is a nightly import of one list, whose dialer, folder and register stay.
type week struct {
	*testing.T
	*sandbox.Server
	dir, url string
	list     nightList
	dialer   []string // the flags that name the dialer and fill the list; nil: those of usual
	args     []string // besides those of every night
	said     string   // by the last import
}

func newWeek(t *testing.T) *week { return newWeekOn(t, sandbox.Default()) }

// newWeekOn returns a week with a dialer that begins as a fixture says.
func newWeekOn(t *testing.T, fixture sandbox.Fixture) *week {
	w := &week{T: t, Server: sandbox.New(fixture), dir: filepath.Join(t.TempDir(), "hr")}
	server := httptest.NewServer(w.Server)
	t.Cleanup(server.Close)
	w.url = server.URL
	w.check(os.Mkdir(w.dir, 0o700))
	w.check(os.WriteFile(w.path("password"), []byte("1234\n"), 0o600))
	w.list = nightList{name: "hr.csv", columns: []string{"First Name", "Last Name", "Staff No", "Department", "Start Date"}, cell: plainCell, encode: plainText}
	for i := range nightly {
		w.list.people = append(w.list.people, hire{
			first: []string{"José", "Ann", "Bo", "Zoë"}[i%4], last: fmt.Sprintf("Lee%c%c", 'a'+i/26, 'a'+i%26), staff: strconv.Itoa(4000 + 7*i),
			department: []string{"Sales", "Care"}[i%2], begins: fmt.Sprintf("2026-11-%02d", 1+i%28),
		})
	}
	return w
}

func (w *week) path(name string) string { return filepath.Join(w.dir, name) }

func (w *week) check(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func plainCell(h hire, column string) string {
	switch column {
	case "First Name":
		return h.first
	case "Last Name":
		return h.last
	case "Staff No", "Employee ID":
		return h.staff
	case "Department", "Dept.":
		return h.department
	case "Start Date":
		return h.begins
	}
	return "x"
}

func plainText(t *testing.T, records [][]string) []byte {
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// nightBook is the list as a spreadsheet saves it.
func nightBook(t *testing.T, records [][]string) []byte {
	book := excelize.NewFile()
	defer book.Close()
	for i, record := range records {
		for c, cell := range record {
			at, err := excelize.CoordinatesToCellName(c+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if n, notNumber := strconv.Atoi(cell); notNumber == nil {
				err = book.SetCellInt("Sheet1", at, int64(n))
			} else {
				err = book.SetCellStr("Sheet1", at, cell)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	text, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// write writes tonight's list, one row for each person and server.
func (w *week) write() {
	records := [][]string{w.list.columns}
	for i, h := range w.list.people {
		servers := h.servers
		if len(servers) == 0 {
			servers = []string{""}
		}
		for _, server := range servers {
			record := make([]string, len(w.list.columns))
			for c, column := range w.list.columns {
				switch column {
				case "server_ip":
					record[c] = server
				case "Suffix":
					record[c] = map[string]string{"10.0.9.8": "a", "10.0.9.9": "b"}[server]
				case "#":
					record[c] = strconv.Itoa(i + 1)
				default:
					record[c] = w.list.cell(h, column)
				}
			}
			records = append(records, record)
		}
	}
	w.check(os.WriteFile(w.path(w.list.name), w.list.encode(w.T, records), 0o600))
}

// night imports tonight's list, and returns the exit status.
func (w *week) night() int {
	w.Helper()
	w.write()
	var out, errs bytes.Buffer
	args := []string{
		"import", "--yes", "--rate", "0", "--workers", "8", "--on-existing", "skip", "--ignore", "unknown_column",
		"--register", filepath.Join(filepath.Dir(w.dir), "register.db"),
	}
	dialer := w.dialer
	if dialer == nil {
		dialer = w.usual()
	}
	args = append(append(append(args, dialer...), w.args...), w.path(w.list.name))
	status := phonebatch(args, strings.NewReader(""), &out, &errs)
	w.said = errs.String()
	return status
}

// usual returns the flags that name the dialer of the week and fill its list.
func (w *week) usual() []string {
	return []string{
		"--url", w.url, "--user", "6666", "--password-file", w.path("password"),
		"--usual-defaults", "--default", "phone_full_name={First Name} {Last Name}", "--spread", "server_ip=10.0.9.8,10.0.9.9",
		"--number", "extension=2001-2999", "--generate", "phone_pass,registration_password",
	}
}

// phones are the dialer's, by server and name: number and passwords.
func (w *week) phones() map[string]string {
	m := make(map[string]string)
	for _, p := range w.Phones() {
		key := p["server_ip"] + " " + strings.ToLower(p["fullname"])
		if m[key] != "" {
			w.Errorf("%s has two phones", key)
		}
		m[key] = strings.Join([]string{p["extension"], p["pass"], p["conf_secret"]}, " ")
	}
	return m
}

// credentials are the lines of all files of passwords in the folder.
func (w *week) credentials() (lines [][]string) {
	files, _ := filepath.Glob(w.path("*.credentials.csv"))
	for _, path := range files {
		f, err := os.Open(path)
		w.check(err)
		defer f.Close()
		records, err := csv.NewReader(f).ReadAll()
		w.check(err)
		lines = append(lines, records[1:]...)
	}
	return lines
}

// cluster puts everybody on these servers, each with a login of its own.
func cluster(w *week, servers ...string) {
	w.args = []string{"--default", "phone_login={extension}{Suffix}"}
	if !slices.Contains(w.list.columns, "Suffix") {
		w.list.columns = append(w.list.columns, "server_ip", "Suffix")
	}
	for i := range w.list.people {
		w.list.people[i].servers = servers
	}
}

// kept checks that everybody has what they had, that so many phones are new, and that each phone has one line of
// credentials.
func (w *week) kept(before map[string]string, more int) {
	w.Helper()
	after := w.phones()
	for who, had := range before {
		if after[who] != had {
			w.Errorf("%s had %s and has %s", who, had, after[who])
		}
	}
	if len(after) != len(before)+more {
		w.Errorf("there were %d phones, and there are %d; want %d more", len(before), len(after), more)
	}
	numbers := make(map[string]string) // by name: one number and one pair of passwords a person, on whatever servers
	for who, has := range after {
		_, name, _ := strings.Cut(who, " ")
		if numbers[name] != "" && numbers[name] != has {
			w.Errorf("%s has %s on one server, and %s on another", name, numbers[name], has)
		}
		numbers[name] = has
	}
	lines := make(map[string]int)
	for _, l := range w.credentials() {
		lines[l[1]+" "+l[2]+" "+l[5]+" "+l[6]]++
	}
	for who, has := range after {
		server, _, _ := strings.Cut(who, " ")
		if lines[server+" "+has] != 1 {
			w.Errorf("%s has %d lines of credentials", who, lines[server+" "+has])
		}
	}
	if len(lines) != len(after) {
		w.Errorf("%d phones, and %d lines of credentials", len(after), len(lines))
	}
}
