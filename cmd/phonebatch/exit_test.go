package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/columns"
	"phonebatch/batch/files"
	"phonebatch/batch/run"
	"phonebatch/batch/sheet"
)

func TestEveryErrorHasItsStatusAndRemedy(t *testing.T) {
	stop := func(code apiclient.Code, err error) error {
		return &run.StopError{Reply: apiclient.Reply{Code: code, Err: err}, First: true}
	}
	for name, tt := range map[string]struct {
		err    error
		status int
		hint   string
	}{
		"nothing":           {nil, 0, ""},
		"unknown":           {errors.New("disk on fire"), 1, ""},
		"usage":             {usage("no", "do this"), 2, "do this"},
		"default":           {&columns.FillError{Text: "x", Reason: "y"}, 2, ""},
		"mapping":           {&columns.MappingError{Text: "x", Reason: "y", Remedy: "do this"}, 2, "do this"},
		"no file":           {fs.ErrNotExist, 2, "path"},
		"declined":          {fmt.Errorf("%w: x", batch.ErrDeclined), 2, ""},
		"not all":           {errNotAll, 3, ""},
		"list":              {batch.ErrListHasErrors, 4, "--skip-invalid"},
		"no rows":           {batch.ErrNoRows, 4, "sample"},
		"header":            {&columns.HeaderError{Missing: []string{"extension"}}, 4, "--default"},
		"format":            {&sheet.FormatError{Remedy: "save it"}, 4, "save it"},
		"password":          {stop(apiclient.CodeLogin, nil), 5, "three reasons"},
		"locked":            {stop(apiclient.CodeLocked, nil), 5, "15 minutes"},
		"second factor":     {stop(apiclient.CodeTwoFactor, nil), 5, "two-factor"},
		"address":           {stop(apiclient.CodeAddress, nil), 5, "IP Lists"},
		"function":          {stop(apiclient.CodeFunction, nil), 5, "API Allowed Functions"},
		"permission":        {stop(apiclient.CodeMayNot, nil), 5, "AGC Admin Access"},
		"source":            {stop(apiclient.CodeSource, nil), 5, "--source"},
		"old dialer":        {stop(apiclient.CodeNoFunction, nil), 5, "too old"},
		"page":              {stop(apiclient.CodeForeign, nil), 5, "--url"},
		"database":          {stop(apiclient.CodeDatabase, nil), 5, "database"},
		"redirect":          {stop(apiclient.CodeRedirect, nil), 5, "--url"},
		"silent":            {stop(apiclient.CodeLost, errors.New("x")), 5, "firewall"},
		"refused":           {stop(apiclient.CodeNeverSent, errors.New("connection refused")), 5, "firewall"},
		"certificate":       {stop(apiclient.CodeNeverSent, &tls.CertificateVerificationError{}), 5, "--tls-fingerprint"},
		"no TLS":            {stop(apiclient.CodeNeverSent, tls.RecordHeaderError{}), 5, "plain http"},
		"older build":       {batch.ErrBuildRefuses, 4, "--skip-invalid"},
		"other certificate": {stop(apiclient.CodeNeverSent, apiclient.ErrFingerprint), 5, "fingerprint"},
		"stored probe":      {stop(apiclient.CodeProbeAccepted, nil), 5, "delete that phone"},
		"stopped answering": {&run.StopError{Reply: apiclient.Reply{Code: apiclient.CodeLost}, Silent: time.Minute}, 5, "--resume"},
		"may not delete":    {stop(apiclient.CodeMayNotDelete, nil), 5, "AGC Delete Phones"},
		"not undoable":      {&batch.TrialError{End: batch.TrialMayNotDelete}, 5, "AGC Delete Phones"},
		"other dialer":      {&batch.OtherRunError{What: "dialer"}, 2, "--url"},
		"other results":     {&batch.OtherRunError{What: "results"}, 2, "--results"},
		"results lost":      {&files.WriteError{Path: "r.csv", Err: fs.ErrNotExist}, 1, "make room"},
		"nobody to ask":     {errNobody, 2, ""},
		"interrupted":       {fmt.Errorf("%w: %w", run.ErrInterrupted, &signalError{syscall.SIGINT}), 130, ""},
		"terminated":        {&signalError{syscall.SIGTERM}, 143, ""},
		"hung up":           {&signalError{syscall.SIGHUP}, 129, ""},
	} {
		t.Run(name, func(t *testing.T) {
			status, hints := meaning(tt.err)
			if status != tt.status || !strings.Contains(strings.Join(hints, "\n"), tt.hint) {
				t.Errorf("got %d and %q, want %d and %q", status, hints, tt.status, tt.hint)
			}
		})
	}
}

func TestEveryFlagHasAVariableThatItsHelpNames(t *testing.T) {
	for _, c := range everyCommand()[1:] {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if named := strings.Contains(f.Usage, "($"+variable(f.Name)+")"); named == commandLineOnly[f.Name] {
				t.Errorf("%s --%s: %q", c.Name(), f.Name, f.Usage)
			}
		})
	}
}

func TestRates(t *testing.T) {
	for text, want := range map[string]float64{"10/s": 10, "10": 10, "600/m": 10, "3600/h": 1, "0": 0, "0.5/s": 0.5} {
		var r rate
		if err := r.Set(text); err != nil || r.perSecond != want || !r.given {
			t.Errorf("%s: %v, %v", text, r, err)
		}
	}
	for _, text := range []string{"", "fast", "-1/s", "10/x", "NaN", "1e9/s"} {
		var r rate
		if r.Set(text) == nil {
			t.Errorf("%q is taken", text)
		}
	}
}
