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
	renewal *renewal // the new passwords of phones that are there; nil if there are none

	mu     sync.Mutex
	before map[object.Key]*pages.Values // the values of the phones before the change, as their pages show them
}

// A beforeFile has the values of phones, and the members of aliases, before a run changed them: CSV, mode 0600, one line
// for each object, passwords included. The program adds lines and never changes one. It is for one goroutine.
type beforeFile struct {
	path string
	end  int64 // of the last whole line, in bytes; 0 before the first add
}

// beforeHeader returns the header of the file: the columns of a list, and those that a list does not have. A line has
// values for a phone or for an alias.
func beforeHeader() []string {
	return append(apiclient.Names(apiclient.Fields()), "active", "alias_id", "phone_logins")
}

// add adds objects to the file and makes them durable. It writes over a line that was cut off.
func (b *beforeFile) add(list []former) (err error) {
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
	for _, was := range list {
		_ = w.Write(was.cells())
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

// A former is how a phone or an alias was before a run changed it.
type former struct {
	apiclient.Phone
	active string
	alias  apiclient.Alias // with an id and its members for an alias; empty for a phone
}

// cells returns the line of the file.
func (f *former) cells() (list []string) {
	for _, field := range apiclient.Fields() {
		list = append(list, f.Value(field))
	}
	return append(list, f.active, f.alias.AliasID, strings.Join(f.alias.PhoneLogins, ","))
}

// formerOf returns the former of a line of the file.
func formerOf(cells []string) (f former) {
	fields := apiclient.Fields()
	for i, field := range fields {
		f.Set(field, cells[i])
	}
	f.active, f.alias.AliasID = cells[len(fields)], cells[len(fields)+1]
	if logins := cells[len(fields)+2]; logins != "" {
		f.alias.PhoneLogins = strings.Split(logins, ",")
	}
	return f
}

// key returns the folded key of the object.
func (f *former) key() object.Key {
	if f.alias.AliasID != "" {
		return object.KeyOfAlias(f.alias.AliasID).Folded()
	}
	return object.Key{Kind: object.Phone, ServerIP: f.ServerIP, Name: f.Extension}.Folded()
}

// read returns the objects of the file by folded key: as they were before the first change. A line that was cut off is
// skipped: a line is on disk before its object is changed. A missing file has no objects. The error is that of the system,
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
		was := formerOf(cells)
		if _, twice := list[was.key()]; !twice {
			list[was.key()] = was
		}
	}
	return list, nil
}
