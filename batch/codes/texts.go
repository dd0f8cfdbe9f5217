package codes

// typeAgain is the remedy for a value that a spreadsheet has changed: the old value cannot be computed from the new
// one.
const typeAgain = "format the column as Text in the spreadsheet and type the value again, or take it from where it came from"

// Remedies, and parts of remedies, that several codes have.
const (
	findOut  = "import again with --resume, which finds out" // for a row whose call had no clear answer
	apiPath  = "/vicidial/non_agent_api.php"
	pagePath = "/vicidial/admin.php"
	isURL    = "is --url the address of a VICIdial? Its API is at " + apiPath
)
