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
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An updates is what a job knows of the phones that it may change.
type updates struct {
	view    run.View // nil if the dialer's pages cannot be read
	active  run.View // the active phones; nil if nobody can tell which these are
	dialect apiclient.Dialect
	renewal *renewal // the new passwords of phones that are there; nil if there are none

	mu     sync.Mutex
	before map[object.Key]*pages.Values // the values of the phones before the change, as their pages show them
}

// A beforeFile has the values of phones, and the members of aliases, before runs changed them: CSV, mode 0600, one line
// for each object, passwords included. The program adds lines and never changes one. Runs that share their results, on
// several dialers, share the file. It is for one goroutine.
type beforeFile struct {
	path   string
	dialer string // of the run
	end    int64  // of the last whole line, in bytes; 0 before the first add
}

// beforeHeader returns the header of the file: the dialer, the columns of a list, and those that a list does not have.
// A line has values for a phone or for an alias.
func beforeHeader() []string {
	return slices.Concat([]string{"dialer"}, apiclient.Names(apiclient.Fields()), []string{activeColumn, "aliases", "alias_id", "phone_logins"})
}

// activeColumn names the column of a phone's field active.
const activeColumn = "active"

// add adds objects to the file and makes them durable. It writes over a line that was cut off. It locks the file
// against other runs.
func (b *beforeFile) add(list []former) (err error) {
	f, err := os.OpenFile(b.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	unlock, err := files.Lock(b.path)
	if err != nil {
		return err
	}
	defer unlock()
	if info, err := f.Stat(); err != nil || info.Size() != b.end { // another process or another run has written to the file
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
		_ = w.Write(was.cells(b.dialer))
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

// A former is how a phone or an alias was before a run changed, retired or deleted it.
type former struct {
	apiclient.Phone
	active  string
	aliases []apiclient.Alias // of a phone: the aliases that the run takes it out of, with all their members
	alias   apiclient.Alias   // with an id and its members for an alias; empty for a phone
}

// cells returns the line of the file.
func (f *former) cells(dialer string) []string {
	list := []string{dialer}
	for _, field := range apiclient.Fields() {
		list = append(list, f.Value(field))
	}
	return append(list, f.active, aliasesText(f.aliases), f.alias.AliasID, strings.Join(f.alias.PhoneLogins, ","))
}

// formerOf returns the former of a line of the file, without its dialer.
func formerOf(cells []string) (f former) {
	fields := apiclient.Fields()
	for i, field := range fields {
		f.Set(field, cells[i])
	}
	rest := cells[len(fields):]
	f.active, f.aliases, f.alias.AliasID = rest[0], aliasesOf(rest[1]), rest[2]
	if rest[3] != "" {
		f.alias.PhoneLogins = strings.Split(rest[3], ",")
	}
	return f
}

// aliasesText returns aliases as one cell: ID|NAME|LOGIN,LOGIN, with a semicolon between two. No id, no name and no
// login has these signs (contract/API.md, "Cleaning").
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

// key returns the folded key of the object.
func (f *former) key() object.Key {
	if f.alias.AliasID != "" {
		return object.KeyOfAlias(f.alias.AliasID).Folded()
	}
	return object.Key{Kind: object.Phone, ServerIP: f.ServerIP, Name: f.Extension}.Folded()
}

// read returns the objects of the dialer in the file, by folded key: as they were before the first change. A line that
// was cut off is skipped: a line is on disk before its object is changed. A missing file has no objects. The error is
// that of the system, or says that the file is something else.
func (b *beforeFile) read() (map[object.Key]former, error) {
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
		if cells[0] != b.dialer {
			continue
		}
		was := formerOf(cells[1:])
		if first, twice := list[was.key()]; twice { // a run that was continued may have found the aliases later
			first.aliases = append(first.aliases, was.aliases...)
			was = first
		}
		list[was.key()] = was
	}
	return list, nil
}
