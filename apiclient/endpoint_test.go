package apiclient_test

import (
	"errors"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

func TestParseEndpoint(t *testing.T) {
	tests := []struct{ name, text, url, short string }{
		{"a host", "https://dialer.example.com", "https://dialer.example.com/vicidial/non_agent_api.php", "https://dialer.example.com"},
		{"a slash", "https://dialer.example.com/", "https://dialer.example.com/vicidial/non_agent_api.php", "https://dialer.example.com"},
		{"the folder", "https://dialer.example.com/vicidial", "https://dialer.example.com/vicidial/non_agent_api.php", "https://dialer.example.com"},
		{"the folder and a slash", "https://dialer.example.com/vicidial/", "https://dialer.example.com/vicidial/non_agent_api.php", "https://dialer.example.com"},
		{"the full path", "https://dialer.example.com/vicidial/non_agent_api.php", "https://dialer.example.com/vicidial/non_agent_api.php", "https://dialer.example.com"},
		{"a folder before", "https://example.com/dialer1/", "https://example.com/dialer1/vicidial/non_agent_api.php", "https://example.com/dialer1"},
		{"another folder", "https://example.com/vici/non_agent_api.php", "https://example.com/vici/non_agent_api.php", "https://example.com/vici/non_agent_api.php"},
		{"no encryption", "http://10.0.9.8", "http://10.0.9.8/vicidial/non_agent_api.php", "http://10.0.9.8"},
		{"white space around", " https://dialer.example.com\n", "https://dialer.example.com/vicidial/non_agent_api.php", "https://dialer.example.com"},
		{"capitals", "HTTPS://Dialer.Example.COM", "https://dialer.example.com/vicidial/non_agent_api.php", "https://dialer.example.com"},
		{"the usual port", "https://dialer.example.com:443", "https://dialer.example.com/vicidial/non_agent_api.php", "https://dialer.example.com"},
		{"the usual port, plain", "http://dialer.example.com:80/", "http://dialer.example.com/vicidial/non_agent_api.php", "http://dialer.example.com"},
		{"the other's usual port", "http://dialer.example.com:443", "http://dialer.example.com:443/vicidial/non_agent_api.php", "http://dialer.example.com:443"},
		{"another port", "https://dialer.example.com:8443/vicidial", "https://dialer.example.com:8443/vicidial/non_agent_api.php", "https://dialer.example.com:8443"},
		{"IPv6", "https://[2001:DB8::1]:443", "https://[2001:db8::1]/vicidial/non_agent_api.php", "https://[2001:db8::1]"},
		{"IPv6 and a port", "http://[::1]:8089", "http://[::1]:8089/vicidial/non_agent_api.php", "http://[::1]:8089"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, err := apiclient.ParseEndpoint(tt.text)
			if err != nil || e.URL() != tt.url || e.String() != tt.short {
				t.Fatalf("%q is %s (%s), %v; want %s (%s)", tt.text, e.URL(), e, err, tt.url, tt.short)
			}
			for _, again := range []string{e.URL(), e.String()} {
				if same, err := apiclient.ParseEndpoint(again); err != nil || same != e {
					t.Errorf("read back from %q it is %s, %v", again, same.URL(), err)
				}
			}
		})
	}
}

func TestAddressesThatAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":                      "",
		"white space":                  " ",
		"no scheme":                    "dialer.example.com",
		"no scheme, and a port":        "dialer.example.com:8443",
		"no scheme, and slashes":       "//dialer.example.com",
		"a path":                       "/vicidial/non_agent_api.php",
		"another scheme":               "ftp://dialer.example.com",
		"a file":                       "file:///etc/passwd",
		"no host":                      "https://",
		"a port alone":                 "https://:443",
		"one slash":                    "https:/dialer.example.com",
		"no slash":                     "https:dialer.example.com",
		"a query":                      "https://dialer.example.com/?pass=hunter2",
		"a query behind the API":       "https://dialer.example.com/vicidial/non_agent_api.php?user=6666&pass=hunter2",
		"a fragment":                   "https://dialer.example.com/#hunter2",
		"a user":                       "https://hunter2@dialer.example.com",
		"a user and a password":        "https://6666:hunter2@dialer.example.com",
		"a password with a slash":      "https://6666:hun/hunter2@dialer.example.com",
		"a password with a hash":       "https://6666:1#hunter2@dialer.example.com",
		"a password with a percent":    "https://6666:%hunter2@dialer.example.com",
		"a user without a scheme":      "6666:hunter2@dialer.example.com",
		"a space in the host":          "https://dialer hunter2.example.com",
		"a line break":                 "https://dialer.example.com/\nhunter2",
		"a control character":          "https://dialer.example.com/\x1b[31mhunter2",
		"a port that is no number":     "https://dialer.example.com:hunter2",
		"a bracket that is not closed": "https://[::1hunter2",
	} {
		t.Run(name, func(t *testing.T) {
			e, err := apiclient.ParseEndpoint(text)
			if !errors.Is(err, apiclient.ErrURL) || e != (apiclient.Endpoint{}) {
				t.Fatalf("%q is taken as %s, %v", text, e.URL(), err)
			}
			if strings.Contains(err.Error(), hunter) || strings.Contains(err.Error(), "dialer.example.com") {
				t.Errorf("the error repeats the address: %v", err)
			}
		})
	}
}

func TestAddressesPeoplePaste(t *testing.T) {
	for name, tt := range map[string]struct{ text, same string }{
		"a colon without a port":  {"https://dialer.example.com:", "https://dialer.example.com"},
		"two slashes":             {"https://dialer.example.com//", "https://dialer.example.com"},
		"a slash behind the API":  {"https://dialer.example.com/vicidial/non_agent_api.php/", "https://dialer.example.com"},
		"a password before slash": {"https://6666:12/hunter2@dialer.example.com", ""},
		"another page":            {"https://dialer.example.com/vicidial/admin.php", "https://dialer.example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := apiclient.ParseEndpoint(tt.text)
			want, wantErr := apiclient.ParseEndpoint(tt.same)
			if got != want || (err == nil) != (wantErr == nil) {
				t.Errorf("%q is %s, %v; want %s, %v", tt.text, got.URL(), err, want.URL(), wantErr)
			}
		})
	}
}

func TestLoopbackAndPlain(t *testing.T) {
	tests := []struct {
		text            string
		loopback, plain bool
	}{
		{"http://localhost", true, false},
		{"http://LOCALHOST:8089", true, false},
		{"https://localhost", true, false},
		{"http://127.0.0.1:8089", true, false},
		{"http://127.9.9.9", true, false},
		{"http://[::1]:8089", true, false},
		{"http://[::ffff:127.0.0.1]", true, false},
		{"http://10.0.9.8", false, true},
		{"http://dialer.example.com", false, true},
		{"https://dialer.example.com", false, false},
		{"https://10.0.9.8", false, false},
		{"http://127.0.0.1.example.com", false, true},
		{"http://localhost.example.com", false, true},
		{"http://0.0.0.0", false, true},
	}
	for _, tt := range tests {
		e, err := apiclient.ParseEndpoint(tt.text)
		if err != nil || e.Loopback() != tt.loopback || e.Plain() != tt.plain {
			t.Errorf("%s: loopback %v, plain %v, %v; want %v, %v", tt.text, e.Loopback(), e.Plain(), err, tt.loopback, tt.plain)
		}
	}
}
