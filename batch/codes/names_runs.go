package codes

// The codes of results that neither the dialer nor pre-flight gives.
const (
	Ready           Code = "ready"
	StoredNothing   Code = "success_but_absent"
	Interrupted     Code = "interrupted"
	Stopped         Code = "run_stopped"
	Declined        Code = "not_confirmed"
	BeyondFirst     Code = "beyond_first"
	ListHasErrors   Code = "list_has_errors"
	Internal        Code = "internal_error"
	CannotTell      Code = "cannot_tell"
	Edited          Code = "edited_since_sent"
	StoredOtherwise Code = "stored_otherwise" // the dialer shows other values than were sent
	InDoubt         Code = "in_doubt"
	ListChanged     Code = "list_changed"

	DiffersFromSent Code = "differs_from_sent"
	TakenByOther    Code = "taken_by_other"

	MembersMissing Code = "members_missing" // phones of an alias are not on the dialer
	AliasNotOurs   Code = "alias_not_ours"  // the alias has members that are not those of the list, or nobody knows them

	LoginIsAlias  Code = "login_is_alias"        // the dialer has an alias with the name of the login
	DialplanTaken Code = "dialplan_number_taken" // another phone of the server has the dialplan_number
)

// The codes of an import that updates phones (--on-existing update).
const (
	Unchanged        Code = "unchanged"           // the phone has the values of the list
	CannotCompare    Code = "cannot_compare"      // nobody knows which values the phone has
	ProtocolDiffers  Code = "protocol_differs"    // the phone has another protocol, which is never changed
	LoginOnOldServer Code = "login_on_old_server" // the person's phone is on another server
)

// The codes of phones whose people leave or come back.
const (
	WouldRetire   Code = "would_be_retired"
	Inactive      Code = "inactive"       // the person's phone is inactive, because the person had left
	NotOurs       Code = "not_ours"       // no run sent the phone, and nothing shows that the phone is the person's
	PersonUnknown Code = "person_unknown" // the register knows no phone of the person
	SameName      Code = "same_name"      // somebody in the list has the name of the person who is missing
	NotMoved      Code = "not_moved"      // the person has a row for another dialer, which is not done
	RetireStopped Code = "retire_stopped" // only of the command retire
	ManyLeave     Code = "many_leave"     // more people would leave than --max-change lets
	AliasUnknown  Code = "alias_unknown"  // the phone is in an alias, and nobody knows all phones of the alias
)

// NotVisible says that add_phone knows the phone, and that update_phone does not.
const NotVisible Code = "not_visible"

// The codes that only an undo gives.
const (
	UndoStopped Code = "undo_stopped"
	StillThere  Code = "success_but_there"
	ThereAgain  Code = "there_again" // an earlier undo deleted the phone, and the dialer has the phone now

	PasswordKept  Code = "password_kept"  // the phone keeps its password, which was to be regenerated
	BeforeUnknown Code = "before_unknown" // nobody knows which values the phone had before the run updated it
	ChangedSince  Code = "changed_since"  // somebody has changed the phone after the run updated it
)
