package batch

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/object"
)

// tellCredentials adds the earlier entry once more to the run's credentials file for each phone that has its earlier
// passwords again: the newest entry of a phone counts. It does nothing twice. If that is not possible, Unkept says why.
func (u *Undo) tellCredentials(results []object.Result) {
	var back []object.Key
	for i := range results {
		if key := results[i].Key(); results[i].Status == object.Restored && u.gavePasswords(key) {
			back = append(back, key)
		}
	}
	if len(back) == 0 || u.Run.Credentials == "" {
		return
	}
	if _, err := os.Stat(u.Run.Credentials); errors.Is(err, fs.ErrNotExist) {
		u.Unkept = fmt.Sprintf("the credentials file %s is gone: %d phones have their earlier passwords again, and no line says so",
			u.Run.Credentials, len(back))
		return
	}
	file, err := assign.OpenCredentials(u.Run.Credentials)
	if err == nil {
		err = file.Append(u.earlierEntries(file, back))
	}
	if err != nil {
		u.Unkept = fmt.Sprintf("%d phones have their earlier passwords again, and the credentials file does not say so: %v",
			len(back), err)
	}
}

// gavePasswords reports whether the run gave a phone passwords other than those that it had before.
func (u *Undo) gavePasswords(key object.Key) bool {
	by, was := u.changed[key.Folded()], u.formers[key.Folded()]
	if by == nil {
		return false
	}
	passwords := apiclient.Phone{PhonePass: was.PhonePass, RegistrationPassword: was.RegistrationPassword}
	return len(by.Differs(&passwords)) > 0
}

// earlierEntries returns the entries before the run, with the passwords that the phones had then, for those of the
// phones whose newest entry is of the run.
func (u *Undo) earlierEntries(file *assign.Credentials, phones []object.Key) (list []assign.Credential) {
	for _, key := range phones {
		was, ok := file.Before(key, u.Run.ID)
		if !ok {
			continue
		}
		had := u.formers[key.Folded()]
		was.PhonePass = cmp.Or(had.PhonePass, was.PhonePass)
		was.RegistrationPassword = cmp.Or(had.RegistrationPassword, was.RegistrationPassword)
		if was.PhonePass+was.RegistrationPassword != "" {
			list = append(list, was)
		}
	}
	return list
}
