package codes

// runKinds are the codes that a run or an undo gives a row by itself.
var runKinds = []Kind{
	{Code: Ready, Meaning: "the dialer was asked and would take the row"},
	{
		Code:    StoredNothing,
		Meaning: "the dialer said SUCCESS and does not have the phone",
		Remedy:  "look into the dialer's web server log: its database refused the phone although the API said SUCCESS",
	},
	{
		Code:    CannotTell,
		Meaning: "the phone is there, and nobody knows whether it was there before",
		Remedy:  "compare the phone in Admin → Phones; an import that asks about each row would know (--read-back off, no --no-probe)",
	},
	{
		Code:    Edited,
		Meaning: "the list has other values for the phone than it had when the phone was sent",
		Remedy: "the phone has the values that the list had when it was sent; change it in Admin → Phones, " +
			"or put the row back as it was",
	},
	{
		Code:    StoredOtherwise,
		Meaning: "the dialer has stored the phone with other values than were sent",
		Remedy:  "mend the phone in Admin → Phones, or undo the run; the message names the columns",
	},
	{
		Code:    InDoubt,
		Meaning: "the phone was about to be sent when an earlier run ended",
		Remedy:  findOut,
	},
	{
		Code:    DiffersFromSent,
		Meaning: "the phone is there as this program sent it before, and the list, or a flag, has other values for it now",
		Remedy:  "change the phone in Admin → Phones, or put the row, and the flags that fill it, back as they were",
	},
	{Code: Unchanged, Meaning: "the phone is there and has the values of the list"},
	{
		Code:    CannotCompare,
		Meaning: "the phone is there, and nobody knows which values it has: no run sent it, and its page cannot be read",
		Remedy: "give the API user the right to view phones in the admin pages (phonebatch doctor), " +
			"or compare the phone in Admin → Phones",
	},
	{
		Code:    ProtocolDiffers,
		Meaning: "the phone has another protocol than the list",
		Remedy: "put the dialer's protocol into the list; if the protocol is to change, do it in Admin → Phones: " +
			"the API would spoil a PJSIP phone",
	},
	{
		Code:    LoginOnOldServer,
		Meaning: "the login is that of the person's phone on another server",
		Remedy:  "delete the phone on the old server, or put the old server back into the list",
	},
	{
		Code:    TakenByOther,
		Meaning: "this program added the phone for another person",
		Remedy: "give the row another extension, or name who a person is with --key; if the other person has left, " +
			"phonebatch retire --delete with a list of that person makes the place free",
	},
	{
		Code:    MembersMissing,
		Meaning: "phones of the alias are not on the dialer, so the alias was left as it is",
		Remedy:  "mend the rows of these phones and import the list again: the alias follows when its phones are there",
	},
	{
		Code:    AliasNotOurs,
		Meaning: "the dialer has the alias, with members that this list does not have or that nobody knows",
		Remedy: "look at the alias in Admin → Phone Aliases; give the person another alias_id, " +
			"or pass --replace-alias-members to give the alias the phones of the list alone",
	},
	{
		Code:    LoginIsAlias,
		Meaning: "the dialer has an alias with the name of the login",
		Remedy:  "choose another phone_login, or delete the alias in Admin → Phone Aliases",
	},
	{
		Code:    DialplanTaken,
		Meaning: "another phone of the server has the dialplan_number",
		Remedy: "choose another dialplan_number, or change the other phone in Admin → Phones; " +
			"--ignore duplicate_dialplan_number accepts it",
	},
	{
		Code:    ListChanged,
		Meaning: "many people of the list's last run are missing, and as many new ones want phones: they may be the same",
		Remedy: "see whether this is the right list, and whether its columns still say who a person is (--key); " +
			"if the people did change, pass --max-change 100%",
	},
	{
		Code:    Interrupted,
		Meaning: "the run was interrupted before the row's turn",
		Remedy:  "import again with --resume",
	},
	{
		Code:    Stopped,
		Meaning: "the run stopped before the row's turn",
		Remedy:  "mend what stopped the run, then import again with --resume",
	},
	{
		Code:    Declined,
		Meaning: "the question whether to send was not answered with yes",
		Remedy:  "answer y to go on, or pass --yes where nobody is there to ask",
	},
	{
		Code:    BeyondFirst,
		Meaning: "the phone comes after those that --first takes",
		Remedy:  "import the rest once the pilot is good",
	},
	{
		Code:    ListHasErrors,
		Meaning: "other rows of the list have errors, so nothing was sent",
		Remedy:  "mend the rows that have errors; import --skip-invalid sends the others without them",
		Stop:    "--ignore CODE accepts a kind of problem",
		Cases: Cases{
			IntoFile: "--results FILE.csv writes the rows with their problems into FILE.failed.csv, to be mended there",
		},
	},
	{
		Code:    Internal,
		Meaning: "a fault in phonebatch",
		Remedy:  "this is a fault in phonebatch; please report it",
	},
	{
		Code:    NotVisible,
		Meaning: "the phone is there, and the API user does not see it",
		Remedy: "the API user does not see the phone: its user group must be allowed to view all user groups; " +
			"or delete it in Admin → Phones",
	},
	{Code: WouldRetire, Meaning: "the dialer was asked, and the phone would be made inactive or deleted"},
	{
		Code:    Inactive,
		Meaning: "the phone is not active: the person had left, or somebody made the phone inactive",
		Remedy:  "import with --on-existing update, which makes the phone active again; or take the person out of the list",
	},
	{
		Code:    NotOurs,
		Meaning: "no run of this program sent the phone, and nothing shows that the phone is the person's",
		Remedy: "put phone_full_name into the list, as the dialer shows it, and let the API user view phones in the admin pages " +
			"(phonebatch doctor); or make the phone inactive in Admin → Phones",
	},
	{
		Code:    PersonUnknown,
		Meaning: "the register knows no phone of the person",
		Remedy:  "put extension and server_ip of the phone into the list; if the person never had a phone, take the row out",
	},
	{
		Code:    SameName,
		Meaning: "the person is missing in the list, and somebody in the list has the same name",
		Remedy: "if this is the same person, the list says it in another way now: see --key; if not, retire the phone with a list of " +
			"its own: phonebatch retire",
	},
	{
		Code:    NotMoved,
		Meaning: "the person has moved to another dialer in the list, which does not have their phone yet, so this one keeps it",
		Remedy:  "mend what keeps the row for the other dialer from being done; the next run retires this phone after that",
	},
	{
		Code:    RetireStopped,
		Meaning: "the retirement stopped before the row's turn",
		Remedy:  "mend what stopped it, then call retire again: it goes on where it was",
	},
	{
		Code:    ManyLeave,
		Meaning: "more phones would be retired at once than --max-change allows, so nothing was sent",
		Remedy: "see whether this is the right list, and the whole list; if so many people do leave, pass the share as " +
			"--max-change, such as 50%",
	},
	{
		Code:    AliasUnknown,
		Meaning: "the phone is in an alias, and nobody knows all phones of that alias",
		Remedy: "take the phone out of the alias in Admin → Phone Aliases, then run it again: " +
			"an alias with an inactive phone makes logins fail",
	},
	{
		Code:    PasswordKept,
		Meaning: "the phone keeps its password: the phones of a person and of an alias get new ones together, or not at all",
		Remedy:  "do what the message says, and run it again with --regenerate",
	},
	{
		Code:    BeforeUnknown,
		Meaning: "nobody knows which values the phone had before the run updated it",
		Remedy:  "change the phone in Admin → Phones; an update can be undone if the API user may view phones in the admin pages",
	},
	{
		Code:    ChangedSince,
		Meaning: "somebody has changed the phone after the run updated it",
		Remedy:  "look at the phone in Admin → Phones: the undo has left it alone",
	},
	{
		Code:    UndoStopped,
		Meaning: "the undo stopped before the row's turn",
		Remedy:  "mend what stopped it, then call undo again: it goes on where it was",
	},
	{
		Code:    StillThere,
		Meaning: "the dialer said SUCCESS and still has the phone",
		Remedy:  "call undo again: it deletes the phone once more",
	},
	{
		Code:    ThereAgain,
		Meaning: "an undo that was cut off deleted the phone, and the dialer has it now",
		Remedy: "look at the phone in Admin → Phones: if somebody added it since, it is theirs, so do not call undo again; " +
			"if nobody did, the deletion stored nothing: call undo again, and it deletes the phone",
	},
}
