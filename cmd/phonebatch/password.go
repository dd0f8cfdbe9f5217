package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/term"

	"phonebatch/apiclient"
	"phonebatch/batch/config"
	"phonebatch/report"
)

// maxPassword is the size in bytes of the largest password file that passwordIn accepts.
const maxPassword = 4096

// password gets the API user's password from the first of these that is there: the file of --password-file,
// PHONEBATCH_PASSWORD, what the entry of the dialer names, and a prompt. For one of several dialers, what its entry
// names goes first. If listIsInput is true, there is no prompt. The error is a usageError, the cause of the end of ctx,
// or an error of the terminal.
func (a *app) password(ctx context.Context, d *dialerFlags, listIsInput bool) (apiclient.Secret, error) {
	entry := d.named.entry()
	own := entry != nil && entry.PasswordFile+entry.PasswordVariable != ""
	if own && d.named.several {
		return a.passwordOf(entry)
	}
	if d.passwordFile != "" {
		return a.passwordIn(d.passwordFile, "--password-file")
	}
	if p := os.Getenv("PHONEBATCH_PASSWORD"); p != "" {
		return apiclient.Secret(p), nil
	}
	if own {
		return a.passwordOf(entry)
	}
	in, ok := a.in.(*os.File)
	if !ok || listIsInput || !term.IsTerminal(int(in.Fd())) {
		return "", usage("there is no password for the API user", "put it into a file and pass --password-file, or set PHONEBATCH_PASSWORD")
	}
	return a.prompt(ctx, in)
}

// passwordOf gets the password that the entry of a dialer names. The error is a usageError.
func (a *app) passwordOf(entry *config.Dialer) (apiclient.Secret, error) {
	switch {
	case entry.PasswordVariable != "":
		if p := os.Getenv(entry.PasswordVariable); p != "" {
			return apiclient.Secret(p), nil
		}
		return "", usage(fmt.Sprintf("the variable %s with the password of the dialer %s is not set", entry.PasswordVariable, entry.Name), "set the variable, or pass --password-file")
	case config.Unknown(entry.PasswordFile):
		return "", usage(fmt.Sprintf("the password file of the dialer %s is a credential of a service, and this process is none", entry.Name), "run the service of systemd (LoadCredential), or pass --password-file")
	}
	return a.passwordIn(entry.PasswordFile, "the password file of the dialer "+entry.Name)
}

// passwordIn gets the password from the first line of a file. what names the file in errors. The error is a usageError.
func (a *app) passwordIn(file, what string) (apiclient.Secret, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", &usageError{err: fmt.Errorf("%s: %w", what, err)}
	}
	defer f.Close()
	a.warnOfReaders(f)
	text, err := io.ReadAll(io.LimitReader(f, maxPassword+1))
	if err != nil {
		return "", &usageError{err: fmt.Errorf("%s: %w", what, err)}
	}
	line, _, _ := bytes.Cut(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), []byte("\n"))
	if line = bytes.TrimSuffix(line, []byte("\r")); len(line) == 0 || len(text) > maxPassword {
		return "", usage(what+": its first line must be the password", "")
	}
	return apiclient.Secret(line), nil
}

// prompt asks for the password on the terminal in without echo. If ctx ends first, prompt returns its cause. prompt
// always restores the state of the terminal.
func (a *app) prompt(ctx context.Context, in *os.File) (apiclient.Secret, error) {
	state, err := term.GetState(int(in.Fd()))
	if err != nil {
		return "", err
	}
	defer func() { _ = term.Restore(int(in.Fd()), state) }()
	_, _ = a.screen.Write([]byte("password of the API user: "))
	typed, err := cancellable(ctx, func() (string, error) {
		p, err := term.ReadPassword(int(in.Fd()))
		return string(p), err
	})
	a.screen.Say("")
	if err == nil && typed == "" {
		err = usage("no password was given", "")
	}
	return apiclient.Secret(typed), err
}

// warnOfReaders warns about a password file that other users may read. Only this user can read a pipe, such as that of
// <(…) in a shell, or a credential that systemd has handed over, whatever its mode; on Windows, the mode does not tell.
func (a *app) warnOfReaders(f *os.File) {
	if folder := os.Getenv("CREDENTIALS_DIRECTORY"); folder != "" && filepath.Dir(f.Name()) == filepath.Clean(folder) {
		return
	}
	info, err := f.Stat()
	if err != nil || runtime.GOOS == "windows" || !info.Mode().IsRegular() || info.Mode().Perm()&0o077 == 0 {
		return
	}
	a.remind("others can read the password file %s (mode %04o): run chmod 600 on the file, and change the password if somebody may have read it", report.Plain(f.Name()), info.Mode().Perm())
}
