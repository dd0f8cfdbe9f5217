package batch

import (
	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
)

// ErrListHasErrors ends a job before anything is sent, because the list has errors.
var ErrListHasErrors = exit.New(exit.ListErrors, "the list has errors; nothing was sent",
	append(codes.Remedies(codes.ListHasErrors), codes.RemedyFor(codes.ListHasErrors, codes.IntoFile))...)

// ErrBuildRefuses ends a job before anything is added, because the build of the dialer would not store some rows as
// listed.
var ErrBuildRefuses = exit.New(exit.ListErrors, "this dialer's build would not store some rows as listed; nothing was added",
	codes.Remedy(codes.ListHasErrors))

// ErrNoRows ends a job whose list has only a header.
var ErrNoRows = exit.New(exit.ListErrors, "the list has no rows", codes.Remedy(codes.EmptyFile))

// ErrNoneTaken ends a job because --where leaves out every row of the list.
var ErrNoneTaken = exit.New(exit.ListErrors, "no row of the list is one that --where takes",
	"look at the cells of the column; COLUMN=VALUE must be the whole cell, COLUMN~WORD a part of the cell")

// ErrDeclined is wrapped by the error of Confirm when the answer is no.
var ErrDeclined = exit.New(exit.Usage, "not confirmed; nothing was changed", codes.Remedies(codes.Declined)...)

// ErrNoZone ends a job that fills local_gmt with the dialer's time zone, because the dialer tells no zone that it
// accepts.
var ErrNoZone = exit.New(exit.ListErrors, "the dialer does not tell its time zone, so empty local_gmt cannot be filled",
	"say it: --default local_gmt=-5.00")
