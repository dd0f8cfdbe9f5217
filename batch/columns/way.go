package columns

// A Way says how an empty cell is filled.
type Way uint8

// The ways. From bySpread to byGenerate, a Chooser chooses the value. The last two make the alias of a row, and fill no
// field.
const (
	ByDefault Way = iota // by --default
	byUsualDefaults
	bySpread
	byNumber
	byGenerate
	byAlias
	byAliasName
)

// wayFlags are the flags that ask for each way.
var wayFlags = [...]string{"--default", "--usual-defaults", "--spread", "--number", "--generate", "--alias", "--alias-name"}

// wayWords are the words for each way in preflight.Mend.What.
var wayWords = [...]string{"filled by --default", "filled by --usual-defaults", "spread by --spread", "numbered by --number", "given a password by --generate"}

// Words returns the words for a way in preflight.Mend.What: filled by --default.
func (w Way) Words() string { return wayWords[w] }
