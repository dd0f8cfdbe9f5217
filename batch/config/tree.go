package config

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// A probe finds out the line of a value: the library tells the position of a value only in the error of an Unmarshaler.
type probe struct{}

var errProbe = errors.New("only the position is wanted")

// UnmarshalTOML implements toml.Unmarshaler.
func (*probe) UnmarshalTOML(any) error { return errProbe }

// parse reads a text as TOML. The error is that of the library.
func parse(text string) (top node, err error) {
	var tables map[string]toml.Primitive
	md, err := toml.Decode(text, &tables)
	if err != nil {
		return node{}, err
	}
	return branch(&md, node{inner: true}, tables, mostDepth), nil
}

// mostDepth is how deep tables are read: deeper than any key that means something, and than an address without quotes.
const mostDepth = 8

// branch fills a table with its keys. depth says how many tables are read below each other.
func branch(md *toml.MetaData, of node, keys map[string]toml.Primitive, depth int) node {
	for key, value := range keys {
		child := leaf(md, of.path, key, value, depth-1)
		of.table = append(of.table, child)
		if of.line == 0 || child.line < of.line {
			of.line = child.line // the file has no line for a table that only its inner tables name
		}
	}
	slices.SortFunc(of.table, func(a, b node) int { return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.key, b.key)) })
	return of
}

// leaf reads one key of a table, and what is below it.
func leaf(md *toml.MetaData, under, key string, value toml.Primitive, depth int) node {
	n := node{key: key, path: strings.TrimPrefix(under+"."+shown(key), ".")}
	var at toml.ParseError
	if errors.As(md.PrimitiveDecode(value, new(probe)), &at) {
		n.line = at.Position.Line
	}
	_ = md.PrimitiveDecode(value, &n.value) // an any takes every value
	if _, n.inner = n.value.(map[string]any); !n.inner {
		return n
	}
	n.value = nil
	if depth == 0 {
		return n
	}
	var keys map[string]toml.Primitive
	_ = md.PrimitiveDecode(value, &keys) // a map takes every table
	return branch(md, n, keys, depth)
}
