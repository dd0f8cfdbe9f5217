package sheet

import "io"

type Fault struct {
	Column         int
	Code           string
	Reason, Remedy string
	Fatal          bool
}
type workbook struct{}

func newWorkbook(r io.Reader, sheet string) (*workbook, error) {
	return nil, &FormatError{Code: "workbook", Reason: "x", Remedy: "y"}
}
func (w *workbook) next() (int, []string, []Fault, error) { return 0, nil, nil, io.EOF }
func (w *workbook) close() error                          { return nil }
func (w *workbook) sheetName() string                     { return "" }
func (w *workbook) sheetNames() []string                  { return nil }
