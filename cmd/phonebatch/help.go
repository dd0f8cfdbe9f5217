package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/report"
)

// helpTopics returns the help topics, which are commands without a run function. `phonebatch help TOPIC` prints them.
func helpTopics() []*cobra.Command {
	topic := func(name, short string, text func(width int) string) *cobra.Command {
		c := &cobra.Command{Use: name, Short: short}
		c.SetHelpFunc(func(c *cobra.Command, _ []string) { writeTopic(c.OutOrStdout(), text) }) // text runs only if a person asks for the topic
		return c
	}
	return []*cobra.Command{
		topic("exit-codes", "what the exit status says", func(int) string { return exitText }),
		topic("environment", "which variables are read", func(int) string { return environmentText }),
		topic("columns", "the columns of a list", columnsText),
		topic("codes", "the words in the column code", func(int) string { return codesText() }),
		topic("json", "what --json prints", func(int) string { return jsonText + report.Schema() }),
	}
}

const jsonText = `--json prints one JSON object. Empty fields are left out, except numbers. Later versions may add fields.

`

const exitText = `Exit status:

  0    every row is done (check: ready)
  1    something unexpected happened
  2    the command line is wrong, or you answered the question with no
  3    finished, but some rows are not done (check: the dialer would refuse them)
  4    the list has errors or no rows; nothing was sent
  5    the dialer refused us, was not reachable, or is no VICIdial: the run stopped
  7    another run holds the dialer
  129, 130, 143    interrupted by SIGHUP, SIGINT or SIGTERM. If phones were sent, or with --results, the results are
                   written first, unless a second signal comes.

Any other status means failure.`

const environmentText = `Every flag has an environment variable: PHONEBATCH_ and the name of the flag in capitals, with underscores for dashes.
PHONEBATCH_URL is for --url, PHONEBATCH_RESULTS_DIR for --results-dir. If a flag is on the command line, its variable has
no effect. If neither is there, the profile of --profile decides, then the dialer of --dialer (phonebatch config --help).
The variable of a repeatable flag holds one value on each line. --yes, --insecure, --overwrite,
--sandbox, --dry-run and --regenerate have none: they work only on the command line.

  PHONEBATCH_PASSWORD         the API user's password, if there is no --password-file; no flag takes a password
  PHONEBATCH_PASSWORD_FILE    a file whose first line is the password
  PHONEBATCH_DIALER           a dialer of the configuration file, in place of PHONEBATCH_URL
  XDG_CONFIG_HOME             the folder of the configuration file, phonebatch/config.toml (default: ~/.config); --config
                              takes precedence
  XDG_STATE_HOME              the folder of the register, phonebatch/register.db, and of the locks beside it (default:
                              ~/.local/state); --register takes precedence
  NO_COLOR                    if set, the terminal shows no colours
  TERM                        dumb: no colours, and a line every ten seconds in place of the progress bar
  COLUMNS                     the width of help and tables (default: the width of the terminal)
  HTTPS_PROXY, NO_PROXY       a proxy on the way to the dialer (HTTP_PROXY for an http:// URL); --proxy takes precedence`

// columnNotes describe each field. Widths, characters and defaults come from the field table of apiclient.
var columnNotes = map[apiclient.Field]string{
	apiclient.Extension:            "the account that the phone registers with; unique on its server",
	apiclient.DialplanNumber:       "what the dialer dials to ring the phone",
	apiclient.VoicemailID:          "mailbox",
	apiclient.PhoneLogin:           "what the agent types on the agent screen: letters and digits; unique in the whole system",
	apiclient.PhonePass:            "what the agent types with it",
	apiclient.ServerIP:             "the telephony server, as Admin → Servers shows it",
	apiclient.Protocol:             "SIP, IAX2, Zap or EXTERNAL",
	apiclient.RegistrationPassword: "what the phone registers with",
	apiclient.PhoneFullName:        "the agent's name",
	apiclient.LocalGMT:             "winter offset from GMT, such as -5.00",
	apiclient.OutboundCID:          "caller ID",
	apiclient.PhoneContext:         "dialplan context",
	apiclient.AdminUserGroup:       "administrators that may see the phone",
	apiclient.IsWebphone:           "Y, N or Y_API_LAUNCH",
	apiclient.WebphoneAutoAnswer:   "Y or N",
	apiclient.UseExternalServerIP:  "Y or N",
	apiclient.TemplateID:           "a template of Admin → Templates",
	apiclient.OnHookAgent:          "Y or N",
}

// ownColumns are the columns that hold no field of a phone.
var ownColumns = []struct{ name, note string }{
	{columns.ServersColumn, "the servers on which the person gets a phone, such as 10.0.9.8=a,10.0.9.9=b, in place of server_ip; the letters end phone_login on that server"},
	{columns.AliasIDColumn, "one login for all phones of the person: letters and digits, 2 to 20; no phone_login may be the same"},
	{columns.AliasNameColumn, "its name, at most 50 characters; default phone_full_name"},
}

// columnsText lists the columns of a list, on lines of at most width characters. 0 means the greatest help width.
func columnsText(width int) string {
	if width == 0 || width > mostHelpWidth {
		width = mostHelpWidth
	}

	var b strings.Builder
	b.WriteString("The first line of a list names its columns, in any order. Case, accents, spaces and signs do not matter.\n" +
		"A column may have its own name or a name listed under \"also\"; the program then says how it understood the name.\n")
	for _, required := range []bool{true, false} {
		b.WriteString(map[bool]string{true: "\nRequired:\n", false: "\nOptional; what is empty is not sent, and the dialer's default holds:\n"}[required])
		for _, f := range apiclient.Fields() {
			if f.Required() != required {
				continue
			}
			spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, f.String())
			notes := []string{}
			if n := columnNotes[f]; n != "" {
				notes = append(notes, n)
			}
			if len(spec.Words) == 0 && spec.Width > 0 {
				notes = append(notes, fmt.Sprintf("%s, at most %d", spec.Keep, spec.Width))
			}
			if spec.Default != "" {
				notes = append(notes, "default "+spec.Default)
			}
			fmt.Fprintf(&b, "  %-23s %s\n", f, strings.Join(notes, "; "))
			b.WriteString(wrapped("also: ", columns.Synonyms(f), width))
		}
	}
	b.WriteString("\nFor several servers, and for aliases (see --servers and --alias):\n")
	for _, own := range ownColumns {
		fmt.Fprintf(&b, "  %-23s %s\n", own.name, own.note)
	}
	b.WriteString("\nThese names could mean several things, so the program ignores such columns until --map says what they are:\n")
	for _, u := range columns.UncertainNames() {
		fmt.Fprintf(&b, "  %s\n%s", strings.Join(apiclient.Names(u.Fields), ", "), wrapped("by ", u.Names, width))
	}
	b.WriteString("\n--map names a column's field whatever it is called, or none, to set the column aside:\n" +
		`  --map "Login=phone_login" --map "Old Ext="` + "\n")
	b.WriteString("\nThe column problem, which failed rows come with, is ignored. Other columns are left aside; --default can use them:\n" +
		`  --default "phone_full_name={First Name} {Last Name}" --default phone_login={extension}` + "\n")
	return b.String()
}

// wrapped writes names with commas, indented below the text column, on lines of at most width characters. lead comes
// before the first name. Without names, wrapped returns "".
func wrapped(lead string, names []string, width int) string {
	indent := min(26, width/3)
	var b strings.Builder
	line := strings.Repeat(" ", indent) + lead
	for i, name := range names {
		if i < len(names)-1 {
			name += ", "
		}
		if len(line)+len(strings.TrimRight(name, " ")) > width {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
			line = strings.Repeat(" ", indent+len(lead))
		}
		line += name
	}
	if len(names) == 0 {
		return ""
	}
	return b.String() + line + "\n"
}

// codeSections are the sections of the help topic codes, in this order.
var codeSections = []struct {
	title string
	has   func(codes.Kind) bool
}{
	{"Codes of single rows; --ignore takes each of them", func(k codes.Kind) bool { return k.Scope == codes.RowScope && !k.Fixed }},
	{"Codes of what rows have in common, said once; --ignore takes each of them", func(k codes.Kind) bool { return k.Scope == codes.ListScope && !k.Fixed }},
	{"Codes of records that cannot be read", func(k codes.Kind) bool { return k.Scope == codes.RowScope && k.Fixed }},
	{"Codes of headers", func(k codes.Kind) bool { return k.Scope == codes.HeaderScope }},
	{"Codes of files", func(k codes.Kind) bool { return k.Scope == codes.FileScope }},
	{"Codes of the dialer's answers", func(k codes.Kind) bool { return k.Scope == codes.AnswerScope }},
	{"Codes of runs and of undo", func(k codes.Kind) bool { return k.Scope == codes.RunScope }},
}

// codesText lists every code with its meaning and its remedy.
func codesText() string {
	var b strings.Builder
	for _, section := range codeSections {
		title := section.title + ":\n"
		for _, k := range codes.Kinds() {
			if section.has(k) {
				fmt.Fprintf(&b, "%s  %-26s %s%s\n", title, k.Code, severityNote(k), k.Meaning)
				if remedy := k.ForRow(); remedy != "" {
					fmt.Fprintf(&b, "  %-26s → %s\n", "", remedy)
				}
				title = ""
			}
		}
		if title == "" {
			b.WriteByte('\n')
		}
	}
	b.WriteString("An error keeps its row from being sent; a warning does not, unless --strict is given.\n")
	return b.String()
}

// severityNote returns a prefix that tells the severity of a code. The prefix is empty for a code that is always an
// error and for a code that occurs only in results.
func severityNote(k codes.Kind) string {
	switch {
	case k.Severity == codes.Warning:
		return "warning: "
	case k.Severity == codes.Error || k.Scope > codes.FileScope:
		return ""
	}
	return "an error where it would break the phone, else a warning: "
}
