package report

import (
	"fmt"
	"io"
	"strings"
)

// A Configuration is what a configuration file would mean. It holds no passwords.
type Configuration struct {
	File     string
	Dialers  []ConfiguredDialer
	Profiles []ConfiguredProfile
	Mistakes []ConfigMistake
}

// A ConfiguredDialer is what a dialer of the file would mean.
type ConfiguredDialer struct {
	Name     string             `json:"name"`
	URLs     []string           `json:"urls"`
	User     string             `json:"user"`
	Password string             `json:"password"` // in words: where the password comes from
	Found    bool               `json:"password_found"`
	Servers  []ConfiguredServer `json:"servers,omitempty"`
	Flags    []ConfiguredFlag   `json:"flags,omitempty"`
}

// A ConfiguredServer is a telephony server of a dialer.
type ConfiguredServer struct {
	IP             string `json:"server_ip"`
	Suffix         string `json:"suffix,omitempty"`
	Public         string `json:"public,omitempty"`
	DialplanPrefix string `json:"dialplan_prefix,omitempty"`
	TemplateID     string `json:"template_id,omitempty"`
	PhoneContext   string `json:"phone_context,omitempty"`
}

// A ConfiguredProfile is a profile of the file.
type ConfiguredProfile struct {
	Name  string           `json:"name"`
	Flags []ConfiguredFlag `json:"flags"`
}

// A ConfiguredFlag is a flag with its values. Instead names the environment variable that goes before them, if it is
// set. Words is the flag as a command line would say it.
type ConfiguredFlag struct {
	Flag    string   `json:"flag"`
	Values  []string `json:"values"`
	Instead string   `json:"instead,omitempty"`
	Words   string   `json:"-"`
}

// A ConfigMistake is a mistake of the file. Severity is error or warning.
type ConfigMistake struct {
	Line     int    `json:"line,omitempty"`
	Key      string `json:"key,omitempty"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Severity string `json:"severity"`
}

// A configured is the JSON object that config check --json prints.
type configured struct {
	Command  string              `json:"command"`
	Exit     int                 `json:"exit"`
	Error    string              `json:"error,omitempty"`
	Hints    []string            `json:"hints,omitempty"`
	File     string              `json:"config_file,omitempty"`
	Dialers  []ConfiguredDialer  `json:"dialers"`
	Profiles []ConfiguredProfile `json:"profiles"`
	Mistakes []ConfigMistake     `json:"mistakes"`
}

// text writes a configuration for a person. The error is that of w.
func (c *Configuration) text(w io.Writer) error {
	var b strings.Builder
	for _, d := range c.Dialers {
		fmt.Fprintf(&b, "dialer %s\n", d.Name)
		line(&b, "URLs", strings.Join(d.URLs, ", else "))
		line(&b, "user", d.User)
		line(&b, "password", d.Password)
		for _, s := range d.Servers {
			line(&b, "server", s.words())
		}
		flagLines(&b, d.Flags)
		b.WriteByte('\n')
	}
	for _, p := range c.Profiles {
		fmt.Fprintf(&b, "profile %s\n", p.Name)
		flagLines(&b, p.Flags)
		b.WriteByte('\n')
	}
	for _, m := range c.Mistakes {
		if m.Line > 0 {
			fmt.Fprintf(&b, "line %d: ", m.Line)
		}
		if m.Key != "" {
			fmt.Fprintf(&b, "%s: ", Plain(m.Key))
		}
		if m.Severity == warningWord {
			b.WriteString("warning: ")
		}
		fmt.Fprintf(&b, "%s\n      → %s\n", Plain(m.Message), Plain(m.Hint))
	}
	text := strings.TrimRight(b.String(), "\n")
	if text == "" {
		return nil
	}
	_, err := io.WriteString(w, text+"\n")
	return err
}

// warningWord is the severity of a mistake with which the file can be used.
const warningWord = "warning"

// line writes one line about a dialer or a profile.
func line(b *strings.Builder, what, text string) {
	if text != "" {
		fmt.Fprintf(b, "  %-9s %s\n", what, Plain(text))
	}
}

// flagLines writes one line for each flag.
func flagLines(b *strings.Builder, flags []ConfiguredFlag) {
	for _, f := range flags {
		text := f.Words
		if f.Instead != "" {
			text += " (" + f.Instead + " is set and goes before it)"
		}
		line(b, "flag", text)
	}
}

// words describes a server.
func (s *ConfiguredServer) words() string {
	text := s.IP
	for _, part := range []struct{ what, value string }{
		{"suffix", s.Suffix}, {"public host", s.Public}, {"dialplan prefix", s.DialplanPrefix}, {"template", s.TemplateID}, {"context", s.PhoneContext},
	} {
		if part.value != "" {
			text += ", " + part.what + " " + part.value
		}
	}
	return text
}
