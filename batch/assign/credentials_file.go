package assign

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
)

// credentialColumns lists the columns of a credentials file.
var credentialColumns = []string{
	"dialer", "server_ip", "extension", "phone_login", "phone_full_name", "phone_pass", "registration_password", "person", "line", "run",
}

// named is the number of columns, from the first on, whose cells a spreadsheet may take for a formula.
const named = 5

// AreCredentials says whether a file is a credentials file, by its header.
func AreCredentials(path string) bool {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	header, err := csv.NewReader(io.LimitReader(f, 1<<10)).Read()
	if err == nil && len(header) > 0 {
		header[0] = strings.TrimPrefix(header[0], "\ufeff")
	}
	return err == nil && slices.Equal(header, credentialColumns)
}

// read reads the whole lines of the file. Text after the last line end is a line that was cut off while it was
// written. No phone needs that line, because a line is on disk before its phone is sent. But some editors and
// spreadsheets write no line end after the last line: a last line with all its cells counts as whole. The error is a
// *CredentialsError.
func (c *Credentials) read(text []byte) error {
	c.end, c.ended = int64(bytes.LastIndexByte(text, '\n')+1), true
	if c.end > 0 && allCells(text[c.end:]) {
		c.end, c.ended = int64(len(text)), false
	}
	if c.end == 0 && bytes.HasPrefix([]byte(strings.Join(credentialColumns, ",")), text) {
		return nil // even the header was cut off
	}
	lines := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text[:c.end], []byte("\xef\xbb\xbf"))))
	header, err := lines.Read()
	if err != nil || !slices.Equal(header, credentialColumns) {
		return &CredentialsError{
			Path: c.path, Problem: "is something else",
			Remedy: "name another one with --credentials; a spreadsheet must save the file with commas and all its columns",
		}
	}
	for {
		cells, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			var parse *csv.ParseError
			errors.As(err, &parse)
			return &CredentialsError{Path: c.path, Line: parse.StartLine, Problem: "the line is damaged", Remedy: "mend the line, or name another file with --credentials"}
		}
		c.learn(parseCredential(cells))
	}
}

// parseCredential returns the Credential of the cells of a line.
func parseCredential(cells []string) Credential {
	for i := range cells[:named] {
		cells[i] = files.Armed(cells[i])
	}
	kind, key, _ := strings.Cut(cells[7], " ")
	line, _ := strconv.Atoi(cells[8])
	return Credential{
		Dialer: cells[0], ServerIP: cells[1], Extension: cells[2], PhoneLogin: cells[3], FullName: cells[4],
		PhonePass: apiclient.Secret(cells[5]), RegistrationPassword: apiclient.Secret(cells[6]),
		Person: object.Person{Kind: object.KeyKind(kind), Key: key, Name: Fold(cells[4])}, Line: line, Run: cells[9],
	}
}

// cells returns the cells of a line. Passwords that the program made need no defusing.
func (l *Credential) cells() []string {
	list := []string{l.Dialer, l.ServerIP, l.Extension, l.PhoneLogin, shown(l.FullName)}
	for i := range list {
		list[i] = files.Defuse(list[i])
	}
	return append(list, l.PhonePass.Reveal(), l.RegistrationPassword.Reveal(), shown(personText(l.Person)), strconv.Itoa(l.Line), l.Run)
}

// allCells says whether a line without a line end has all its cells. The last cell, the run, may be cut off: nothing
// depends on it.
func allCells(line []byte) bool {
	cells, err := csv.NewReader(bytes.NewReader(line)).Read()
	return err == nil && len(cells) == len(credentialColumns)
}

// Append adds the lines with new values to the file. If it returns nil, the lines are whole and on disk. Append locks
// the file, and first reads the lines that another process has added. The error is a *CredentialsError, or that of the
// file system.
func (c *Credentials) Append(list []Credential) (err error) {
	if len(list) == 0 {
		return nil
	}
	f, err := os.OpenFile(c.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	unlock, err := files.Lock(c.path)
	if err != nil {
		return err
	}
	defer unlock()
	if err := c.refresh(f); err != nil {
		return err
	}
	text := c.fresh(list)
	if len(text) == 0 {
		return nil
	}
	if err := f.Truncate(c.end); err != nil { // removes a line that a kill has cut off
		return err
	}
	if c.end > 0 && !c.ended {
		text = append([]byte("\n"), text...)
	}
	n, err := f.WriteAt(text, c.end)
	c.end, c.ended = c.end+int64(n), true
	return errors.Join(err, f.Sync(), files.SyncDir(filepath.Dir(c.path)))
}

// refresh reads the whole file again if another process has changed its size.
func (c *Credentials) refresh(f *os.File) error {
	info, err := f.Stat()
	if err != nil || info.Size() == c.end {
		return err
	}
	if err := fit(c.path, info); err != nil {
		return err
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	now := Credentials{path: c.path, by: make(map[string][]int)}
	err = now.read(text)
	*c = now
	return err
}

// fresh returns the text of the lines with new values, and learns these lines. If the file has no header, the text
// begins with the header.
func (c *Credentials) fresh(list []Credential) []byte {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	known := len(c.lines)
	if c.end == 0 {
		_ = w.Write(credentialColumns) // a Buffer returns no errors
	}
	for i := range list {
		if l := &list[i]; !c.has(l) {
			kept := *l
			kept.FullName = shown(kept.FullName)
			c.learn(kept)
			_ = w.Write(l.cells())
		}
	}
	w.Flush()
	if len(c.lines) == known {
		return nil
	}
	return text.Bytes()
}

// OpenCredentials reads a credentials file. A file that does not exist counts as empty; Append creates it. The error
// is a *CredentialsError, or that of the file system.
func OpenCredentials(path string) (*Credentials, error) {
	c := &Credentials{path: path, by: make(map[string][]int)}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if dir := filepath.Dir(path); !files.Exists(dir) {
			return nil, &CredentialsError{Path: path, Problem: "cannot be made: there is no folder " + dir, Remedy: "make the folder, or name another one with --credentials"}
		}
		return c, nil
	case err != nil:
		return nil, err
	}
	if err := fit(path, info); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return c, c.read(text)
}

// fit refuses files that are not regular, or that other users may read or write. The error is a *CredentialsError.
func fit(path string, info fs.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return &CredentialsError{Path: path, Problem: "is not a regular file", Remedy: "name another one with --credentials"}
	case runtime.GOOS != "windows" && info.Mode()&0o077 != 0:
		return &CredentialsError{Path: path, Problem: fmt.Sprintf("is open to others (mode %04o)", info.Mode().Perm()), Remedy: "`chmod 600` the file, and think of who may have read it"}
	}
	return nil
}
