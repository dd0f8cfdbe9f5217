package main

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"testing"
)

// noCircles lists the folders of the packages whose files can be read one after the other: no file needs itself by way
// of other files.
var noCircles = []string{
	"apiclient", "apiclient/sandbox", "batch", "batch/assign", "batch/codes", "batch/columns", "batch/config", "batch/exit", "batch/files",
	"batch/object", "batch/pace", "batch/preflight", "batch/register", "batch/run", "batch/sheet", "batch/values",
	"cmd/phonebatch", "report",
}

func TestNoFilesStandInACircle(t *testing.T) {
	for _, name := range noCircles {
		needs := filesNeeded(t, filepath.Join("..", "..", filepath.FromSlash(name)))
		for file := range needs {
			if way := wayTo(needs, file, file, map[string]bool{}); way != nil {
				t.Errorf("%s: %s", name, strings.Join(way, " needs "))
			}
		}
	}
}

// noImporter knows no packages: what a file needs of its own package can be told without them.
type noImporter struct{}

func (noImporter) Import(string) (*types.Package, error) { return nil, errors.New("not looked at") }

// filesNeeded finds for each file of a package the other files whose declarations the file names.
func filesNeeded(t *testing.T, dir string) map[string]map[string]bool {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	info := &types.Info{Uses: make(map[*ast.Ident]types.Object)}
	config := types.Config{Importer: noImporter{}, Error: func(error) {}} // of the packages that it does not know
	pkg, _ := config.Check(dir, fset, files, info)
	needs := make(map[string]map[string]bool)
	for name, object := range info.Uses {
		if object.Pkg() != pkg || !declares(pkg, object) {
			continue
		}
		from, to := filepath.Base(fset.Position(name.Pos()).Filename), filepath.Base(fset.Position(object.Pos()).Filename)
		if needs[from] == nil {
			needs[from] = make(map[string]bool)
		}
		if from != to {
			needs[from][to] = true
		}
	}
	return needs
}

// declares says whether an object is declared by the package itself, or is a method of it.
func declares(pkg *types.Package, object types.Object) bool {
	f, is := object.(*types.Func)
	return object.Parent() == pkg.Scope() || is && f.Signature().Recv() != nil
}

// wayTo is a way from one file to another that needs it; nil where there is none.
func wayTo(needs map[string]map[string]bool, from, to string, seen map[string]bool) []string {
	for next := range needs[from] {
		if next == to {
			return []string{from, to}
		}
		if seen[next] {
			continue
		}
		seen[next] = true
		if way := wayTo(needs, next, to, seen); way != nil {
			return append([]string{from}, way...)
		}
	}
	return nil
}
