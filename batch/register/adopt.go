package register

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"phonebatch/batch/exit"
)

// A NamedError says that a URL belongs to a dialer that has another name.
type NamedError struct{ URL, Name, Other string }

func (e *NamedError) Error() string {
	return fmt.Sprintf("earlier runs called the dialer at %s %s, not %s", e.URL, e.Other, e.Name)
}

// Status is the exit status of a command that the error ends.
func (e *NamedError) Status() int { return exit.Usage }

// Hints say what the user can do.
func (e *NamedError) Hints() []string {
	return []string{"if that dialer has a new name, pass --same-dialer-as " + e.Other + " once; otherwise correct the URL in the configuration file"}
}

// Adopt records durably that the dialer name answers at these URLs, which are names that earlier runs may have used.
// Whoever has a phone there keeps the phone, under the name and under each URL. adopted lists the canonical names of
// the dialers that the register knew until now as dialers of their own. If the register knows neither the name nor one
// of the URLs, Adopt records nothing: a dialer without runs stays unknown. The error is a *NamedError if a URL belongs
// to a dialer with another name, a *HeldError if a run works on a dialer that would be adopted, or that of Dialer.
func (r *Register) Adopt(name string, urls []string, by Holder) (adopted []string, err error) {
	list, err := r.readDialers()
	if err != nil {
		return nil, err
	}
	own, missing := familyOf(list, name), []string{}
	for _, url := range urls {
		f := familyOf(list, url)
		switch {
		case len(f.ids) > 0 && f.canonical == own.canonical:
			continue
		case !strings.Contains(f.canonical, "://"):
			return nil, &NamedError{URL: url, Name: name, Other: f.canonical}
		case len(f.ids) > 0:
			adopted = append(adopted, f.canonical)
		}
		missing = append(missing, url)
	}
	if len(missing) == 0 || len(own.ids) == 0 && len(adopted) == 0 {
		return nil, nil
	}
	locks, err := r.lockAll(adopted, by)
	defer func() {
		for _, l := range locks {
			err = errors.Join(err, l.Release())
		}
	}()
	if err != nil {
		return nil, err
	}
	err = r.write(func(tx *sql.Tx) error {
		for _, url := range missing {
			if err := r.merge(tx, url, name); err != nil {
				return err
			}
		}
		return nil
	})
	r.families.Clear()
	return adopted, r.fault("recording a dialer's name", err)
}

// lockAll takes the locks of several dialers. The caller releases the locks that are returned, even with an error.
func (r *Register) lockAll(dialers []string, by Holder) (locks []*Lock, err error) {
	for i, d := range dialers {
		if slices.Contains(dialers[:i], d) {
			continue
		}
		l, err := r.Lock(d, by)
		if err != nil {
			return locks, err
		}
		locks = append(locks, l)
	}
	return locks, nil
}
