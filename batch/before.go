package batch

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An updates is what a job knows of the phones that it may change.
type updates struct {
	view    run.View // nil if the dialer's pages cannot be read
	dialect apiclient.Dialect

	mu     sync.Mutex
	before map[object.Key]*pages.Values // the values of the phones before the change, as their pages show them
}

// A previous is how a phone was before a run changed or retired it.
type previous struct {
	*pages.Values
	aliases []apiclient.Alias // the aliases that the run takes the phone out of, with all their members
}

// A beforeFile has the values of phones before a run changed them: CSV, mode 0600, one line for each phone, passwords
// included. The program adds lines and never changes one. It is for one goroutine.
type beforeFile struct {
	path string
	end  int64 // of the last whole line, in bytes; 0 before the first add
}

// The last columns of the file. The others are those of a list.
const (
	activeColumn  = "active"
	aliasesColumn = "aliases"
)

// beforeHeader returns the header of the file.
func beforeHeader() []string {
	return append(apiclient.Names(apiclient.Fields()), activeColumn, aliasesColumn)
}

// aliasesText returns aliases as one cell: ID|NAME|LOGIN,LOGIN, with a semicolon between two. No id, no name and no login
// has these signs (contract/API.md, "Cleaning").
func aliasesText(list []apiclient.Alias) string {
	texts := make([]string, len(list))
	for i, a := range list {
		texts[i] = strings.Join([]string{a.AliasID, a.AliasName, strings.Join(a.PhoneLogins, ",")}, "|")
	}
	return strings.Join(texts, ";")
}

// aliasesOf is the reverse of aliasesText. It skips what aliasesText does not write.
func aliasesOf(text string) (list []apiclient.Alias) {
	for one := range strings.SplitSeq(text, ";") {
		if parts := strings.Split(one, "|"); len(parts) == 3 {
			list = append(list, apiclient.Alias{AliasID: parts[0], AliasName: parts[1], PhoneLogins: strings.Split(parts[2], ",")})
		}
	}
	return list
}

// add adds phones to the file and makes them durable. It writes over a line that was cut off.
func (b *beforeFile) add(list []*previous) (err error) {
	f, err := os.OpenFile(b.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if b.end == 0 { // an earlier process may have written the file
		text, err := io.ReadAll(f)
		if err != nil {
			return err
		}
		b.end = int64(len(whole(text)))
	}
	var more bytes.Buffer
	w := csv.NewWriter(&more)
	if b.end == 0 {
		_ = w.Write(beforeHeader()) // a buffer takes everything
	}
	for _, v := range list {
		var cells []string
		for _, field := range apiclient.Fields() {
			cells = append(cells, v.Phone.Value(field))
		}
		_ = w.Write(append(cells, v.Active, aliasesText(v.aliases)))
	}
	w.Flush()
	if _, err := f.WriteAt(more.Bytes(), b.end); err != nil {
		return err
	}
	b.end += int64(more.Len())
	return errors.Join(f.Truncate(b.end), f.Sync())
}

// whole returns a text without a last line that was cut off. No value has a line end.
func whole(text []byte) []byte { return text[:bytes.LastIndexByte(text, '\n')+1] }

// A former is how a phone was before a run changed it.
type former struct {
	apiclient.Phone
	active  string
	aliases []apiclient.Alias
}

// read returns the phones of the file by folded key: as they were before the first change. A line that was cut off is
// skipped: a line is on disk before its phone is changed. A missing file has no phones. The error is that of the system,
// or says that the file is something else.
func (b beforeFile) read() (map[object.Key]former, error) {
	list := make(map[object.Key]former)
	text, err := os.ReadFile(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return list, nil
	}
	if err != nil {
		return nil, err
	}
	lines, err := csv.NewReader(bytes.NewReader(whole(text))).ReadAll()
	if err != nil || len(lines) > 0 && !slices.Equal(lines[0], beforeHeader()) {
		return nil, fmt.Errorf("%s is not the file of the values before the changes", b.path)
	}
	for _, cells := range lines[min(1, len(lines)):] {
		was := former{active: cells[len(cells)-2], aliases: aliasesOf(cells[len(cells)-1])}
		for i, field := range apiclient.Fields() {
			was.Set(field, cells[i])
		}
		key := object.Key{Kind: object.Phone, ServerIP: was.ServerIP, Name: was.Extension}.Folded()
		if first, twice := list[key]; twice { // a run that was continued may have found the aliases later
			first.aliases = append(first.aliases, was.aliases...)
			was = first
		}
		list[key] = was
	}
	return list, nil
}
