package codes

// The codes of people with phones on several servers, and of aliases.
const (
	ServersCell    Code = "bad_servers"
	UnknownDialer  Code = "unknown_dialer"
	ServerIPBeside Code = "server_ip_beside_servers"
	SuffixDiffers  Code = "suffix_differs"

	AliasIsLogin         Code = "alias_is_login"
	AliasPeople          Code = "alias_of_different_people"
	AliasPasswordDiffers Code = "alias_password_differs"
	AliasNameDiffers     Code = "alias_name_differs"
	AliasTooLong         Code = "alias_too_long"
	AliasMailbox         Code = "alias_mailbox"
)
