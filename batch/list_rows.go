package batch

import (
	"context"

	"phonebatch/apiclient"
	"phonebatch/batch/run"
)

// rowsOf reads one of the Lists, at the pace of the run. If the job does not read the list, or if the list cannot be
// read, ok is false: the job goes on without it. The error says why ctx ended.
func rowsOf[T any](
	ctx context.Context, j *Job, e *run.Engine, client *apiclient.Client, read func(context.Context, *apiclient.Client) ([]T, error),
) (rows []T, ok bool, err error) {
	if read == nil {
		return nil, false, nil
	}
	rows, unread, err := readPage(ctx, j, e, client, j.passing, read)
	return rows, err == nil && unread == nil, err
}
