package report

import (
	"errors"
	"io"
)

func writeFailedWorkbook(io.Writer, []byte) error { return errors.ErrUnsupported }
