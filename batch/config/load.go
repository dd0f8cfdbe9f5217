package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// maxFile is the size in bytes of the largest file that Load reads.
const maxFile = 256 << 10

// Load reads the file at path, and looks whether the password files that it names can be read. mistakes holds warnings,
// too. If some mistake is no warning, err is a *MistakesError, and the File has what is right. Otherwise the error is
// that of the file system. rules.Dir is set by Load.
func Load(path string, rules Rules) (file *File, mistakes []Mistake, err error) {
	if path, err = filepath.Abs(path); err != nil {
		return nil, nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, nil, err
	}
	rules.Dir = filepath.Dir(path)
	if len(text) > maxFile {
		file, mistakes = new(File), []Mistake{{Text: "the file is larger than 256 KiB", Remedy: "name the right file"}}
	} else {
		file, mistakes = Read(string(text), rules)
	}
	file.Path = path
	found := notebook{mistakes}
	credentials, _ := rules.Getenv(credentialsFolder)
	for _, d := range file.Dialers {
		found.passwordFile(&d, credentials)
	}
	mistakes = found.sorted()
	return file, mistakes, errorOf(path, mistakes)
}

// passwordFile notes a password file that cannot be read, and warns about one that others can read. It does not look at
// a file that only a service of systemd knows. credentials is the folder that systemd has filled for this process, or
// empty: only this process can read it, whatever the modes of its files.
func (n *notebook) passwordFile(d *Dialer, credentials string) {
	path := d.PasswordFile
	if path == "" || Unknown(path) {
		return
	}
	at := node{line: d.passwordLine, path: "dialers." + shown(d.Name) + ".password_file"}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		n.note(at, "there is no file "+path, "write the password into that file (mode 0600), or name another one; a relative path begins in the folder of this file")
		return
	}
	if err != nil {
		n.note(at, "the file cannot be read: "+err.Error(), "make it readable for the user that runs phonebatch, and for nobody else")
		return
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
	case info.IsDir():
		n.note(at, path+" is a folder", "name the file with the password")
	case info.Mode().IsRegular() && info.Size() == 0:
		n.note(at, path+" is empty", "write the password into its first line")
	case credentials != "" && filepath.Dir(path) == filepath.Clean(credentials):
	case runtime.GOOS != "windows" && info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0:
		n.note(at, fmt.Sprintf("others can read the password file %s (mode %04o)", path, info.Mode().Perm()), "run chmod 600 on the file, and change the password if somebody may have read it")
		n.list[len(n.list)-1].Warning = true
	}
}
