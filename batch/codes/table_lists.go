package codes

// listKinds are the warnings about what several rows have in common.
var listKinds = []Kind{
	{
		Code:    DefaultPassword,
		Meaning: "a password that stands for none, or that everybody tries first",
		Remedy:  "give every phone a password of its own",
	},
	{
		Code:    PasswordIsLogin,
		Meaning: "a password that is the phone's extension or login",
		Remedy:  "give every phone a password that nobody can guess",
	},
	{
		Code:    WeakPassword,
		Meaning: "a registration_password under eight characters, or of one kind of characters",
		Remedy:  "use at least eight characters, letters and digits mixed",
	},
	{
		Code:    SharedPassword,
		Meaning: "different people with the same registration_password",
		Remedy:  "give each person a password of their own",
	},
	{
		Code:    PinDash,
		Meaning: "a phone_pass that begins with a dash, which its owner cannot change as the PIN of the mailbox",
		Remedy:  "use a phone_pass that begins with a letter or a digit",
	},
	{
		Code:    CallerID,
		Meaning: "an outbound_cid of fewer than six digits, or the row's own extension",
		Remedy:  "use a number that can be called from outside, with its area code",
	},
	{
		Code:    DialplanServers,
		Meaning: "different people on two servers with one dialplan_number",
		Remedy:  "give each person a dialplan_number of their own, so that calls between servers find the right one",
	},
	{
		Code:    SharedVoicemail,
		Meaning: "different people with the same voicemail_id",
		Remedy:  "give each person a mailbox, or all of them the same dummy one",
	},
	{
		Code:    AliasMailbox,
		Meaning: "phones of one alias with the same mailbox: a PIN changed by telephone is written back to one of them",
		Remedy: "tell people that phone_pass is also the PIN of the mailbox, and that a PIN changed by telephone changes " +
			"the phone_pass of one server alone; or give one of the phones another voicemail_id",
	},
	{
		Code:    UnknownColumn,
		Meaning: "columns that mean nothing to a dialer",
		Remedy: "if one of them is a field by another name, say so: --map \"Their header=field\"; " +
			"--map \"Their header=\" sets a column aside without a word",
	},
	{
		Code:    GroupUnchecked,
		Meaning: "an admin_user_group, which the dialer does not check",
		Remedy: "compare it with Admin → User Groups: a typing error hides the phone from administrators " +
			"that are limited to their group",
	},
	{
		Code:    ServerInactive,
		Meaning: "a server of the dialer that is not active: it takes phones, and does not build their configuration",
		Remedy:  "make the server active in Admin → Servers, or choose another server_ip: until then no phone can register",
	},
	{
		Code:    TemplateNotShown,
		Meaning: "a template_id that the dialer's pages do not show; the dialer refuses a template that does not exist",
		Remedy: "compare template_id with Admin → Templates; if it stands there for another user group, " +
			"pass --ignore template_not_shown",
	},
	{
		Code:    CrowdedServer,
		Meaning: "a server with more than 50 phones, or far more than its sisters",
		Remedy:  "spread the phones over the servers, or leave them if the server is made for it",
	},
	{
		Code:    ZerosLost,
		Meaning: "a few numbers are shorter than the others, as if a spreadsheet had dropped zeros in front",
		Remedy: "compare them with the source; to keep the zeros, format the column as Text and type the numbers " +
			"again",
	},
	{
		Code:    PasswordListed,
		Meaning: "--regenerate leaves a password alone that the list has",
		Remedy:  "empty the cells whose passwords shall be made anew: a value of the list would be put back by the next update",
	},
	{
		Code:    UpdateLimits,
		Meaning: "a value that a new phone may have, and that a phone which is there cannot get",
		Remedy: "use a value within these limits, or change the phone in Admin → Phones; new phones, and phones that have " +
			"the value already, are not affected",
	},
	{
		Code:    OlderBuild,
		Meaning: "older dialers would store something else, today's would not",
		Remedy:  "check with --online, which follows the dialer's build; or use what any build keeps",
	},
}
