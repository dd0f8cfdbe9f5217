package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// setSchema: schema N FILE, that a register is as a phonebatch of schema N would have written it. The register signs
// the version of its schema: a version that nobody has signed is damage.
func setSchema(ts *testscript.TestScript, _ bool, args []string) {
	version, err := strconv.Atoi(args[0])
	ts.Check(err)
	db, err := sql.Open("sqlite", ts.MkAbs(args[1]))
	ts.Check(err)
	defer db.Close()
	var key []byte
	ts.Check(db.QueryRow("SELECT key FROM register").Scan(&key))
	var text []byte
	num := func(n int64) { text = binary.BigEndian.AppendUint64(text, uint64(n)) }
	str := func(s string) { text = append(binary.BigEndian.AppendUint32(text, uint32(len(s))), s...) }
	str("schema")
	num(int64(version))
	rows, err := db.Query("SELECT type, name, tbl_name, ifnull(sql, ''), rootpage FROM sqlite_schema ORDER BY rowid")
	ts.Check(err)
	defer rows.Close()
	for rows.Next() {
		var parts [4]string
		var page int64
		ts.Check(rows.Scan(&parts[0], &parts[1], &parts[2], &parts[3], &page))
		for _, part := range parts {
			str(part)
		}
		num(page)
	}
	ts.Check(rows.Err())
	sum := hmac.New(sha256.New, key)
	sum.Write(text)
	_, err = db.Exec("UPDATE register SET schema = ?", sum.Sum(nil)[:16])
	ts.Check(err)
	_, err = db.Exec(fmt.Sprint("PRAGMA user_version = ", version))
	ts.Check(err)
}
