package ledger

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/files"
)

// A Credential is what a person must know to use a phone whose passwords were made. A password that stands in the list is
// empty here. The passwords print as ***.
type Credential struct {
	Dialer, ServerIP, Extension, PhoneLogin, PhoneFullName string
	PhonePass, RegistrationPassword                        apiclient.Secret
	Run                                                    string
}

// credentialColumns are the header of a credentials file.
var credentialColumns = []string{"dialer", "server_ip", "extension", "phone_login", "phone_full_name", "phone_pass", "registration_password", "run"}

// Credentials are a file of passwords that were made (CSV, 0600). It is only ever added to: what it holds may be all that
// anybody knows of a phone's passwords. Whoever adds to it must be alone, as who has the lock of the results beside it is.
// It is not safe for concurrent use.
type Credentials struct {
	path  string
	known map[owner]*passwords
	end   int64 // of the last whole line
	size  int64 // of the file; 0 where there is none yet
	ended bool  // the last whole line has its line end
	file  *os.File
}

// An owner is who uses an extension of a dialer, on whatever servers.
type owner struct{ dialer, extension string }

// passwords are what the file has of an owner.
type passwords struct {
	phonePass, registration apiclient.Secret
	lines                   []line
}

// A line is what the file says of one phone, besides the passwords.
type line struct{ server, login, name string }

// A CredentialsError says why a file cannot be used to keep passwords in. It is never touched then.
type CredentialsError struct {
	Path, Problem, Remedy string
	Line                  int // 0 where the whole file is meant
}

func (e *CredentialsError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("the credentials file %s, line %d: %s", e.Path, e.Line, e.Problem)
	}
	return fmt.Sprintf("the credentials file %s %s", e.Path, e.Problem)
}

// OpenCredentials reads a file of passwords; one that is not there yet is empty, and not made before the first Add. Errors
// are a *CredentialsError, or what reading it returned.
func OpenCredentials(path string) (*Credentials, error) {
	c := &Credentials{path: path, known: make(map[owner]*passwords)}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if dir := filepath.Dir(path); !Exists(dir) {
			return nil, &CredentialsError{Path: path, Problem: "cannot be made: there is no folder " + dir, Remedy: "make the folder, or name another one with --credentials"}
		}
		return c, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &CredentialsError{Path: path, Problem: "is no regular file", Remedy: "name another one with --credentials"}
	case runtime.GOOS != "windows" && info.Mode()&0o077 != 0:
		return nil, &CredentialsError{Path: path, Problem: fmt.Sprintf("is open to others (mode %04o)", info.Mode().Perm()), Remedy: "`chmod 600` it, and think of who may have read it"}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return c, c.read(text)
}

// read takes in the file's whole lines. What is behind the last line end was cut off while it was written: nothing was sent
// that needed it, since a line is on disk before anything is. But some editors and spreadsheets write no line end behind
// the last line: one that has all its cells counts.
func (c *Credentials) read(text []byte) error {
	c.size, c.end, c.ended = int64(len(text)), int64(bytes.LastIndexByte(text, '\n')+1), true
	if c.end > 0 && allCells(text[c.end:]) {
		c.end, c.ended = c.size, false
	}
	whole := bytes.TrimPrefix(text[:c.end], []byte("\xef\xbb\xbf"))
	if c.end == 0 && bytes.HasPrefix([]byte(strings.Join(credentialColumns, ",")), text) {
		return nil // not even the header
	}
	lines := csv.NewReader(bytes.NewReader(whole))
	header, err := lines.Read()
	if err != nil || !slices.Equal(header, credentialColumns) {
		return &CredentialsError{Path: c.path, Problem: "is something else", Remedy: "name another one with --credentials; a spreadsheet must save it with commas and all its columns"}
	}
	for {
		cells, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			var parse *csv.ParseError
			errors.As(err, &parse)
			return &CredentialsError{Path: c.path, Line: parse.StartLine, Problem: "the line is damaged", Remedy: "mend it, or name another file with --credentials"}
		}
		named(files.Armed, cells[:5]...)
		c.learn(&Credential{cells[0], cells[1], cells[2], cells[3], cells[4], apiclient.Secret(cells[5]), apiclient.Secret(cells[6]), cells[7]})
	}
}

// learn takes in a line: the first password of each kind counts.
func (c *Credentials) learn(l *Credential) {
	who := ownerOf(l.Dialer, l.Extension)
	known := c.known[who]
	if known == nil {
		known = new(passwords)
		c.known[who] = known
	}
	known.phonePass = cmp.Or(known.phonePass, l.PhonePass)
	known.registration = cmp.Or(known.registration, l.RegistrationPassword)
	known.lines = append(known.lines, lineOf(l))
}

func ownerOf(dialer, extension string) owner {
	return owner{dialer, apiclient.Dialect{NonLatin: true}.Fold(extension)}
}

// Find gives the passwords that were made for whoever uses an extension of a dialer, on whatever server; empty ones were not.
func (c *Credentials) Find(dialer, extension string) (phonePass, registrationPassword apiclient.Secret) {
	if known := c.known[ownerOf(dialer, extension)]; known != nil {
		return known.phonePass, known.registration
	}
	return "", ""
}

// Add writes the lines that say something new, in one piece. Sync makes them durable.
func (c *Credentials) Add(list []Credential) error {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	if c.end == 0 {
		_ = w.Write(credentialColumns) // a Buffer takes everything
	}
	n := 0
	for i := range list {
		if l := &list[i]; !c.has(l) {
			c.learn(l)
			n++
			_ = w.Write(append(named(files.Defuse, l.Dialer, l.ServerIP, l.Extension, l.PhoneLogin, shown(l.PhoneFullName)), l.PhonePass.Reveal(), l.RegistrationPassword.Reveal(), l.Run))
		}
	}
	w.Flush()
	if n == 0 {
		return nil
	}
	return c.append(text.Bytes())
}

// has says whether the file says all that a line would.
func (c *Credentials) has(l *Credential) bool {
	known := c.known[ownerOf(l.Dialer, l.Extension)]
	return known != nil && (l.PhonePass == "" || known.phonePass == l.PhonePass) &&
		(l.RegistrationPassword == "" || known.registration == l.RegistrationPassword) && slices.Contains(known.lines, lineOf(l))
}

// lineOf tells lines apart: a number that somebody else was to have had before must not be handed out under that name.
func lineOf(l *Credential) line { return line{l.ServerIP, l.PhoneLogin, shown(l.PhoneFullName)} }

// append adds text behind the last whole line.
func (c *Credentials) append(text []byte) (err error) {
	if c.file == nil {
		flags := os.O_WRONLY
		if c.size == 0 {
			flags |= os.O_CREATE | os.O_EXCL
			if Exists(c.path) { // and is empty
				flags = os.O_WRONLY
			}
		}
		if c.file, err = os.OpenFile(c.path, flags, 0o600); err != nil {
			return err
		}
	}
	if c.end < c.size {
		if err := c.file.Truncate(c.end); err != nil {
			return err
		}
	}
	if c.end > 0 && !c.ended {
		text = append([]byte("\n"), text...)
	}
	n, err := c.file.WriteAt(text, c.end)
	c.end += int64(n)
	c.size, c.ended = c.end, true
	return err
}

// Sync makes what the file has outlive a power cut, what a run that was killed has left there too, and closes it.
func (c *Credentials) Sync() (err error) {
	if c.file == nil {
		if c.size == 0 {
			return nil
		}
		if c.file, err = os.OpenFile(c.path, os.O_WRONLY, 0); err != nil {
			return err
		}
	}
	err = errors.Join(c.file.Sync(), c.file.Close(), SyncDir(filepath.Dir(c.path)))
	c.file = nil
	return err
}
