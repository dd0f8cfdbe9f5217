package sandbox

import (
	"errors"
	"strings"
	"testing"
)

func TestParseFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "",
		"  ":                                   "",
		"lost-reply=2%":                        "lost-reply=2%",
		"slow=5%":                              "slow=5%:1s",
		"slow=5%:800ms,lost-reply=2%":          "lost-reply=2%,slow=5%:800ms",
		" reset=1% , html=00.50% ":             "reset=1%,html=0.5%",
		"http500=0%":                           "http500=0%",
		"silent-loss=100.0000%":                "silent-loss=100%",
		"reset=33.3%,html=33.3%,http500=33.4%": "reset=33.3%,http500=33.4%,html=33.3%",
		"empty500-stored=0.0001%":              "empty500-stored=0.0001%",
		"empty500-stored=10.0203%":             "empty500-stored=10.0203%",
	} {
		f, err := ParseFaults(text)
		if err != nil || f.String() != want {
			t.Errorf("%q: %q, %v", text, f, err)
			continue
		}
		if again, err := ParseFaults(want); err != nil || again.String() != want {
			t.Errorf("%q, read again: %q, %v", want, again, err)
		}
	}
}

func TestParseFaultsRefuses(t *testing.T) {
	const none, share, twice = "there is no such fault", "its share must be a percentage", "it is named twice"
	const untimed, timed, much = "only slow takes a duration", "its duration must be longer than zero", "more than 100%"
	for text, want := range map[string]string{
		"bogus=1%":              `"bogus=1%": ` + none,
		"RESET=1%":              none,
		"=1%":                   none,
		",":                     `"": ` + none,
		"reset=1%,":             none,
		"reset":                 `"reset": ` + share,
		"reset=":                share,
		"reset=%":               share,
		"reset=2":               share,
		"reset=.5%":             share,
		"reset=5.%":             share,
		"reset=-1%":             share,
		"reset=+1%":             share,
		"reset=1e1%":            share,
		"reset=NaN%":            share,
		"reset=0x1%":            share,
		"reset=1.5.5%":          share,
		"reset=0.00001%":        share,
		"reset=101%":            share,
		"reset=100.0001%":       share,
		"reset=9999%":           share,
		"reset= 1%":             share,
		"html=1%,html=2%":       `"html=2%": ` + twice,
		"html=1%:1s":            untimed,
		"html=1%:":              untimed,
		"slow=1%:":              timed,
		"slow=1%:800":           timed,
		"slow=1%:0s":            timed,
		"slow=1%:-1s":           timed,
		"slow=1%:soon":          timed,
		"reset=60%,html=40.5%":  `"reset=60%,html=40.5%": the shares add up to 100.5%, which is ` + much,
		"reset=100%,html=0.01%": much,
	} {
		f, err := ParseFaults(text)
		var fault *FaultError
		if !errors.As(err, &fault) || len(f.shares) > 0 {
			t.Errorf("%q: %q, %v", text, f, err)
			continue
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
		for _, f := range choices {
			if !strings.Contains(err.Error(), string(f)) {
				t.Errorf("%q: %v, which does not name %s", text, err, f)
			}
		}
	}
}
