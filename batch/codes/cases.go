package codes

// The special cases of codes of rows. The comments name the arguments of the templates.
const (
	EmptyField      Case = "empty field"      // the field
	EmptyPassword   Case = "empty password"   //
	Fewest          Case = "fewest"           // a number of characters
	Most            Case = "most"             // a number of characters
	OnlyThese       Case = "only these"       // the characters that the dialer keeps
	OtherScripts    Case = "other scripts"    // the characters that the dialer keeps
	OneOf           Case = "one of"           // words
	NearestOffset   Case = "nearest offset"   // the offset
	ZoneMeant       Case = "zone meant"       // an abbreviation, the name of a zone
	NothingShown    Case = "nothing shown"    //
	AroundDelimiter Case = "around delimiter" // the delimiter in words
	BesideTable     Case = "beside table"     //
	SingleQuotes    Case = "single quotes"    //
	SpacesAtQuotes  Case = "spaces at quotes" //
	LongestCell     Case = "longest cell"     // a number of bytes
)

// The special cases of codes of answers and runs. The comments name the arguments of the templates.
const (
	ForThrowAway     Case = "for throw-away"    //
	Exchange         Case = "exchange"          //
	ForUndo          Case = "for undo"          //
	To               Case = "to"                // an address
	ToLogin          Case = "to login"          //
	PlainHTTP        Case = "plain http"        //
	OtherFingerprint Case = "other fingerprint" //
	Untrusted        Case = "untrusted"         //
	ProxyAddress     Case = "proxy address"     //
	OldTLS           Case = "old TLS"           //
	Silent           Case = "silent"            //
	IntoFile         Case = "into file"         //
)

// The special cases of codes of headers and files. The comments name the arguments of the templates.
const (
	SayWhich       Case = "say which"       // the column, flags
	RenameTwins    Case = "rename twins"    // the column
	SetTwinsAside  Case = "set twins aside" // the field, the column to keep, flags
	Rename         Case = "rename"          // the column, the field, a flag
	FullName       Case = "full name"       // a flag
	NoExtension    Case = "no extension"    //
	NoColumn       Case = "no column"       // the field, the field
	NoServer       Case = "no server"       // the field, the field
	NoZone         Case = "no zone"         //
	UsualDefaults  Case = "usual defaults"  // fields, flags
	Generated      Case = "generated"       // fields
	NotItsField    Case = "not its field"   // a flag that sets the column aside, a flag that takes it
	ValuesUnknown  Case = "values unknown"  // the start of a --where, a flag that sets the column aside
	SomeUnknown    Case = "some unknown"    // a flag that takes rows, a flag that sets the column aside
	AllKnown       Case = "all known"       // a flag that takes rows, a flag that sets the column aside
	SheetsNamed    Case = "sheets named"    // flags, or names of sheets
	TextHasNone    Case = "text has none"   //
	NoCells        Case = "no cells"        //
	DelimiterKnown Case = "delimiter known" // the delimiter as a shell takes it
	OnlySpaces     Case = "only spaces"     //
	TextBeside     Case = "text beside"     //
	BadDownload    Case = "bad download"    //
	Table          Case = "table"           //
	Database       Case = "database"        //
	Phones         Case = "phones"          //
	People         Case = "people"          //
	JSON           Case = "JSON"            //
	Packed         Case = "packed"          //
	PackedBy       Case = "packed by"       // a command
	EmptyArchive   Case = "empty archive"   //
	Archive        Case = "archive"         //
	LockFile       Case = "lock file"       //
	Numbers        Case = "Numbers"         //
	OfficeDocument Case = "office document" //
	OtherText      Case = "other text"      //
)
