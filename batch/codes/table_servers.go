package codes

// serverKinds are the problems of rows that stand for phones on several servers, and of aliases.
var serverKinds = []Kind{
	{
		Code: UnknownDialer, Severity: Error, Fixed: true,
		Meaning: "a row whose column dialer names no dialer of the configuration file",
		Remedy:  "write the name of a dialer; `phonebatch config check` lists them; --dialer is for the rows that name none",
	},
	{
		Code: ServerIPBeside, Severity: Error,
		Meaning: "a server_ip in a row that gets its servers from --servers or from the column servers",
		Remedy:  "empty the cell, or leave --servers and the column servers out",
	},
	{
		Code: SuffixDiffers, Severity: Error,
		Meaning: "a server whose logins have one suffix here and another one elsewhere in the list or in --servers",
		Remedy:  "write the same suffix for the server everywhere: 10.0.9.8=a",
	},
	{
		Code: AliasIsLogin, Severity: Error,
		Meaning: "an alias_id that is also a phone_login: the agent screen looks among aliases first",
		Remedy:  "use an alias_id that no phone has for a login, such as the extension and an x",
	},
	{
		Code: AliasPeople, Severity: Error,
		Meaning: "one alias for phones with different extensions, which are different people's",
		Remedy:  "give each person an alias of their own, and all phones of a person one extension",
	},
	{
		Code: AliasPasswordDiffers, Severity: Error,
		Meaning: "phones of one alias with different phone_pass: the login fails on some servers",
		Remedy:  "give all phones of an alias the same phone_pass",
	},
	{
		Code: AliasNameDiffers, Severity: Error,
		Meaning: "one alias with different names",
		Remedy:  "give all rows of the alias the same alias_name, or the same phone_full_name if they have none",
	},
	{
		Code: AliasTooLong, Severity: Error,
		Meaning: "an alias with more logins than its column holds: the dialer would cut them off, perhaps in mid-login",
		Remedy:  "use shorter logins, or fewer servers for the person",
	},
}
