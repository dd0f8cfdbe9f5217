package columns

// A Way says how an empty cell is filled.
type Way uint8

// The ways. From bySpread on, a Chooser chooses the value.
const (
	ByDefault Way = iota // by --default
	byUsualDefaults
	bySpread
	byNumber
	byGenerate
)

// wayFlags are the flags that ask for each way.
var wayFlags = [...]string{"--default", "--usual-defaults", "--spread", "--number", "--generate"}

// wayWords are the words for each way in preflight.Mend.What.
var wayWords = [...]string{"filled by --default", "filled by --usual-defaults", "spread by --spread", "numbered by --number", "given a password by --generate"}

// Words returns the words for a way in preflight.Mend.What: filled by --default.
func (w Way) Words() string { return wayWords[w] }
