package sheet

// SheetNames returns the names of all sheets of an .xlsx workbook, including hidden ones, in the order of their tabs.
// data is the whole file. The error is a *FormatError.
func SheetNames(data []byte) ([]string, error) {
	_, index, err := openIndex(data)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(index.sheets))
	for i, s := range index.sheets {
		names[i] = s.name
	}
	return names, nil
}
