package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/preflight"
	"phonebatch/batch/sheet"
)

// listFlags control how a list is read, filled and checked.
type listFlags struct {
	encoding, delimiter, sheet string
	maxRows, headerRow         int
	maps, defaults, ignore     []string
	where                      []string
	from                       string
	spread, number, generate   []string
	key                        []string
	usual, strict, nonLatin    bool
	credentials                string
	servers                    serverFlags
	profile                    profileName

	flags *pflag.FlagSet // all flags of the command, for the next command
}

func (l *listFlags) addTo(f *pflag.FlagSet) {
	l.flags = f
	f.Var(&l.profile, "profile", env("profile", "a profile of the configuration file (--config): flags of how to read the list, said once"))
	f.StringVar(&l.encoding, "encoding", "", env("encoding", "of a text file that is not UTF-8, such as windows-1250 or utf-16le (default: found out, else windows-1252)"))
	f.StringVar(&l.delimiter, "delimiter", "", env("delimiter", "what separates cells: comma, semicolon, tab, pipe or a character (default: found in the header)"))
	f.StringVar(&l.sheet, "sheet", "", env("sheet", "of a workbook the sheet to read (default: the first visible one)"))
	f.IntVar(&l.headerRow, "header-row", 0, env("header-row", "the line (of a workbook the row) that names the columns (default: found among the first ten)"))
	f.IntVar(&l.maxRows, "max-rows", sheet.DefaultMaxRows, env("max-rows", "refuse a list that is longer"))
	f.StringArrayVar(&l.maps, "map", nil, env("map", `"Their header=field": which field a column is, whatever it is called; "Their header=" sets it aside; repeatable`))
	f.StringArrayVar(&l.where, "where", nil, env("where", `"Status=Active,New" takes the rows of these values alone, "Status!=Left" all others, "Department~^Sales" those that a regular expression matches; repeatable`))
	f.StringVar(&l.from, "from", "", env("from", "the program whose own list it is: vicidial-phones (default: known by the header)"))
	f.StringArrayVar(&l.defaults, "default", nil, env("default", "column=value for empty cells; {other column} stands for that cell; repeatable"))
	f.BoolVar(&l.usual, "usual-defaults", false, env("usual-defaults", "fill empty cells as VICIdial's own bulk page does: dialplan_number, voicemail_id, phone_login and name from the extension, SIP, caller ID 0000000000, the dialer's local_gmt"))
	f.StringArrayVar(&l.number, "number", nil, env("number", "extension=2001-2999: give rows without an extension the next number that is free"))
	f.StringArrayVar(&l.spread, "spread", nil, env("spread", "server_ip=10.0.9.8,10.0.9.9: spread rows without a server evenly"))
	f.StringSliceVar(&l.generate, "generate", nil, env("generate", "phone_pass,registration_password: make strong passwords for empty cells, and keep them in the credentials file"))
	f.StringSliceVar(&l.key, "key", nil, env("key", "the columns that tell people apart, such as \"Staff No\", in whatever list: each keeps their phone (default: the extension, else a column of people's numbers, else the name)"))
	f.StringVar(&l.credentials, "credentials", "", env("credentials", "the file that generated passwords are kept in (default: LIST.credentials.csv beside the results)"))
	l.servers.addTo(f)
	f.BoolVar(&l.nonLatin, "non-latin", false, env("non-latin", "the dialer runs in non-latin mode (use_non_latin): letters of every script are kept"))
	f.StringSliceVar(&l.ignore, "ignore", nil, env("ignore", "codes of problems to ignore; see help codes"))
	f.BoolVar(&l.strict, "strict", false, env("strict", "treat warnings as errors"))
}

// options checks the flags and returns the options of pre-flight. It opens no file. The error is a usageError or an
// error of package columns.
func (l *listFlags) options() (preflight.Options, error) {
	o := preflight.Options{Strict: l.strict, Ignore: make(map[apiclient.Code]bool), Dialect: apiclient.Dialect{NonLatin: l.nonLatin}}
	for _, code := range l.ignore {
		if !slices.Contains(codes.Ignorable, apiclient.Code(code)) {
			return o, usage(fmt.Sprintf("--ignore: %q is no code that can be ignored", code), codeHint(code))
		}
		o.Ignore[apiclient.Code(code)] = true
	}
	var err error
	if o.Sheet, err = l.reading(); err != nil {
		return o, err
	}
	if l.from != "" {
		if o.From, err = columns.ParseOrigin(l.from); err != nil {
			return o, usage("--from: "+err.Error(), "it may be "+strings.Join(columns.OriginNames(), ", "))
		}
	}
	if o.Where, err = columns.ParseWhere(l.where); err != nil {
		return o, err
	}
	if o.Mapping, err = columns.ParseMapping(l.maps); err != nil {
		return o, err
	}
	o.Filling, err = columns.ParseFilling(columns.FillOptions{Defaults: l.defaults, Usual: l.usual, Spread: l.spread, Number: l.number, Generate: l.generate})
	if err != nil {
		return o, err
	}
	if f := l.flags.Lookup("servers"); f != nil && placeOf(f) == dialerEntry {
		o.Ignore[codes.ServerIPBeside] = true // said for all lists of the dialer: a row that names its server has the last word
	}
	return o, l.servers.apply(&o)
}

// makeNothing takes back what fills the cells of new phones. The error is a usageError: such a flag was said for this
// command alone, and has no effect.
func (l *listFlags) makeNothing() error {
	for _, name := range []string{"generate", "number", "spread", "usual-defaults"} {
		if f := l.flags.Lookup(name); f.Changed && placeOf(f) == commandLine {
			return usage("--"+name+" makes values for new phones", "leave it out: retire makes none")
		}
	}
	l.generate, l.number, l.spread, l.usual = nil, nil, nil, false
	return nil
}

// reading returns the options for reading the file. The error is a usageError.
func (l *listFlags) reading() (o sheet.Options, err error) {
	if l.maxRows < 1 {
		return o, usage("--max-rows must be at least 1", "")
	}
	if l.headerRow < 0 {
		return o, usage("--header-row must be at least 1", "")
	}
	o.Sheet, o.MaxRows, o.HeaderRow = l.sheet, l.maxRows, l.headerRow
	if l.encoding != "" {
		if o.Encoding, err = sheet.ParseEncoding(l.encoding); err != nil {
			return o, usage("--encoding: "+err.Error(), "it may be "+strings.Join(sheet.Encodings(), ", "))
		}
	}
	if l.delimiter != "" {
		if o.Delimiter, err = sheet.ParseDelimiter(l.delimiter); err != nil {
			return o, usage("--delimiter: "+err.Error(), "")
		}
	}
	return o, nil
}

// codeHint returns the hint for a code that --ignore does not take. It suggests the nearest code that --ignore takes.
func codeHint(code string) string {
	names := make([]string, len(codes.Ignorable))
	for i, c := range codes.Ignorable {
		names[i] = string(c)
	}
	if near := columns.Nearest(code, names); near != "" {
		return "did you mean " + near + "? `phonebatch help codes` lists them"
	}
	return "`phonebatch help codes` lists them"
}
