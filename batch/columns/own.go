package columns

// The columns of a list that this program reads, and that hold no field of a phone.
const (
	ServersColumn   = "servers"    // the servers on which the person gets a phone
	AliasIDColumn   = "alias_id"   // the alias of the person's phones
	AliasNameColumn = "alias_name" // its name
	DialerColumn    = "dialer"     // the dialer that gets the row; read only if the options have named dialers
)

// ownColumns maps normal names to these columns.
var ownColumns = func() map[string]string {
	m := make(map[string]string)
	for _, name := range []string{ServersColumn, AliasIDColumn, AliasNameColumn} {
		m[normal(name)] = name
	}
	return m
}()
