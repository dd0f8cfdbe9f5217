package sheet

// SheetNames names the sheets of an .xlsx workbook, hidden ones too, in the order of their tabs. data is the whole file.
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
