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
	"phonebatch/report"
)

// maxPassword is the size in bytes of the largest password file that password accepts.
const maxPassword = 4096

// password gets the API user's password from the file, from PHONEBATCH_PASSWORD, or from a prompt, in this order. file
// may be empty. If listIsInput is true, there is no prompt. The error is a usageError, the cause of the end of ctx, or
// an error of the terminal.
func (a *app) password(ctx context.Context, file string, listIsInput bool) (apiclient.Secret, error) {
	if file != "" {
		f, err := os.Open(file)
		if err != nil {
			return "", &usageError{err: fmt.Errorf("--password-file: %w", err)}
		}
		defer f.Close()
		a.warnOfReaders(f)
		text, err := io.ReadAll(io.LimitReader(f, maxPassword+1))
		if err != nil {
			return "", &usageError{err: fmt.Errorf("--password-file: %w", err)}
		}
		line, _, _ := bytes.Cut(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), []byte("\n"))
		if line = bytes.TrimSuffix(line, []byte("\r")); len(line) == 0 || len(text) > maxPassword {
			return "", usage("--password-file: its first line must be the password", "")
		}
		return apiclient.Secret(line), nil
	}
	if p := os.Getenv("PHONEBATCH_PASSWORD"); p != "" {
		return apiclient.Secret(p), nil
	}
	in, ok := a.in.(*os.File)
	if !ok || listIsInput || !term.IsTerminal(int(in.Fd())) {
		return "", usage("there is no password for the API user", "put it into a file and pass --password-file, or set PHONEBATCH_PASSWORD")
	}
	return a.prompt(ctx, in)
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
