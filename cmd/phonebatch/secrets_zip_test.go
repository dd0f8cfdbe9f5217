package main

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// unzipped is what the parts of a workbook hold, for a sweep that must see through their compression; any other file is
// as it is.
func unzipped(t testing.TB, file []byte) []byte {
	if !bytes.HasPrefix(file, []byte("PK\x03\x04")) {
		return file
	}
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Error(err)
		return file
	}
	var all []byte
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			t.Error(err)
			continue
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Error(err)
		}
		_ = r.Close()
		all = append(append(all, part.Name+"\n"...), text...)
	}
	return all
}

// zipped is an archive whose one part has a text.
func zipped(t *testing.T, text string) string {
	var b strings.Builder
	archive := zip.NewWriter(&b)
	part, err := archive.Create("part")
	if err == nil {
		_, err = io.WriteString(part, strings.Repeat(text, 10))
	}
	if err != nil || archive.Close() != nil {
		t.Fatal(err)
	}
	return b.String()
}
