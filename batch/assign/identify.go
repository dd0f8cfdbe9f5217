package assign

import (
	"fmt"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// A Known says which columns identify the people of a list.
type Known struct {
	Kind    object.KeyKind
	Columns []string // as the list names them; empty if extensions identify the people
	Found   bool     // the user did not name the columns: the program found them by their headers
}

// An Identity lists the columns of a list that can tell people apart.
type Identity struct {
	Key     []string // the columns that --key names; empty without --key
	Numbers []string // columns whose headers name a person's number, the best first
	Names   []string // the columns that make up the full name
}

// Columns returns the columns whose cells Identify needs, in the order of preflight.Row.Cells.
func (n Identity) Columns() []string {
	if len(n.Key) > 0 {
		return n.Key
	}
	return n.Numbers
}

// Identify returns the person of each row, in the order of the rows, and the columns that identify most of the people.
// The key of a person is the first of these that applies:
//   - the columns of --key, if the user passes --key;
//   - the extension, if the row has one;
//   - the first column of people's numbers that is filled in every row without an extension, each value once a server;
//   - the full name;
//   - the place of the row among the equal rows of its server: such a row is a seat, and seats are interchangeable.
//
// The rows of one record, one for each of its servers, are one person. A row that pre-flight could not split into cells
// has no person.
func Identify(rows []*preflight.Row, s *Survey, n Identity) ([]object.Person, Known) {
	people := make([]object.Person, len(rows))
	named := len(n.Names) > 0
	for i, row := range rows {
		if named && row.Readable {
			people[i].Name = Fold(row.Name)
		}
	}
	if len(n.Key) > 0 {
		for i, row := range rows {
			if key := joined(row.Cells); key != "" {
				people[i].Kind, people[i].Key = object.ByNumber, key
			}
		}
		return people, Known{Kind: object.ByNumber, Columns: n.Key}
	}
	known := Known{Kind: object.ByExtension}
	var left []int // rows that leave the extension to the program
	for i, row := range rows {
		switch {
		case !row.Readable, len(row.Cells) < len(n.Numbers): // pre-flight refused the record before it split the record into cells
		case row.Phone.Extension != "" && !s.at(row.Line).wantsNumber:
			people[i].Kind, people[i].Key = object.ByExtension, apiclient.Dialect{NonLatin: true}.Fold(row.Phone.Extension)
		default:
			left = append(left, i)
		}
	}
	if len(left) == 0 {
		return people, known
	}
	if column := numberColumn(rows, left, len(n.Numbers)); column >= 0 {
		for _, i := range left {
			people[i].Kind, people[i].Key = object.ByNumber, foldNumber(rows[i].Cells[column])
		}
		return people, Known{Kind: object.ByNumber, Columns: n.Numbers[column : column+1], Found: true}
	}
	seats := make(map[string]int)
	for _, i := range left {
		people[i].Kind, people[i].Key = object.ByName, people[i].Name
		switch {
		case people[i].Name != "":
		case i > 0 && rows[i].Line == rows[i-1].Line:
			people[i] = people[i-1]
		default:
			server := seatServer(rows[i])
			seats[server]++
			people[i].Key = strings.TrimSpace(fmt.Sprintf("seat %d %s", seats[server], server))
		}
	}
	return people, Known{Kind: object.ByName, Columns: n.Names}
}

// seatServer returns the server by which a seat is known: none if the seat has phones on several servers, because
// further servers may be added to these.
func seatServer(row *preflight.Row) string {
	if row.Server != nil {
		return ""
	}
	return row.Phone.ServerIP
}

// joined returns one key for all cells, or "" if all cells are empty. Several cells have a key of their own, whatever
// they contain: a bar stands between two cells, and a bar in a cell is doubled.
func joined(cells []string) string {
	list := make([]string, len(cells))
	for i, cell := range cells {
		list[i] = foldNumber(cell)
	}
	if text := strings.Join(list, ""); len(list) == 1 || text == "" {
		return text
	}
	for i, part := range list {
		list[i] = strings.ReplaceAll(part, "|", "||")
	}
	return strings.Join(list, " | ")
}

// numberColumn returns the index of the first of n columns that tells rows apart: the column has a value in each row
// of left, and no two rows of one server have the same value. It returns -1 if there is no such column.
func numberColumn(rows []*preflight.Row, left []int, n int) int {
	for column := range n {
		seen := make(map[string]bool, len(left))
		fits := !slices.ContainsFunc(left, func(i int) bool {
			value := foldNumber(rows[i].Cells[column])
			place := rows[i].Phone.ServerIP + " " + value
			if value == "" || seen[place] {
				return true
			}
			seen[place] = true
			return false
		})
		if fits {
			return column
		}
	}
	return -1
}

// A Clash is a pair of rows that cannot be for two people.
type Clash struct {
	Row, Other int // the indexes of the rows, from 0
	Person     object.Person
	Extension  string // the extension that both rows would get; empty if only the keys clash
}

// Twice finds people with several rows on one server: it returns each further row with the first row. Twice looks at
// the rows that leave a number to the program, and at all rows if keyed says that the user passed --key. Rows that
// leave the server to the program count as rows on one server.
func Twice(rows []*preflight.Row, people []object.Person, s *Survey, keyed bool) (list []Clash) {
	first := make(map[string]int)
	for i, row := range rows {
		p := people[i]
		if p.Kind == "" || row.Invalid || !keyed && !s.at(row.Line).wantsNumber {
			continue
		}
		place := row.Phone.ServerIP
		if s.at(row.Line).wantsServer {
			place = ""
		}
		place += " " + personText(p)
		if other, seen := first[place]; seen {
			list = append(list, Clash{Row: i, Other: other, Person: p})
			continue
		}
		first[place] = i
	}
	return list
}
