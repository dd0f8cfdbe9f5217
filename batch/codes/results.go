package codes

import "phonebatch/apiclient"

// Codes of results that neither the dialer nor pre-flight gives.
const (
	Ready         apiclient.Code = "ready"
	StoredNothing apiclient.Code = "success_but_absent"
	Interrupted   apiclient.Code = "interrupted"
	Stopped       apiclient.Code = "run_stopped"
	Declined      apiclient.Code = "not_confirmed"
	BeyondFirst   apiclient.Code = "beyond_first"
	ListHasErrors apiclient.Code = "list_has_errors"
	Internal      apiclient.Code = "internal_error"
	CannotTell    apiclient.Code = "cannot_tell"
	Edited        apiclient.Code = "edited_since_sent"
	InDoubt       apiclient.Code = "in_doubt"
)

// Codes of an undo's results alone.
const (
	NotVisible  apiclient.Code = "not_visible" // add_phone knows the phone, and update_phone does not
	UndoStopped apiclient.Code = "undo_stopped"
	StillThere  apiclient.Code = "success_but_there"
)
