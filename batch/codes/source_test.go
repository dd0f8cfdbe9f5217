package codes

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sameWords lists literals that read like a code and are something else: a status, a field of a document.
var sameWords = map[string][]string{
	"batch/object/result.go": {"not_visible"},
	"report/schema.go":       {"results_file"},
}

// sources returns the parsed files of the module, without tests and without this package, by their path from the
// module's root.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	root := filepath.Join("..", "..")
	files := make(map[string]*ast.File)
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if err != nil || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "batch/codes/") {
			return err
		}
		files[name], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		return err
	})
	if err != nil || len(files) < 100 {
		t.Fatal(len(files), err)
	}
	return files
}

// text returns the value of a string literal.
func text(n ast.Node) (string, bool) {
	literal, is := n.(*ast.BasicLit)
	if !is || literal.Kind != token.STRING {
		return "", false
	}
	value, err := strconv.Unquote(literal.Value)
	return value, err == nil
}

// The lengths, in bytes, from which two places do not share a remedy, or a part of one, by chance.
const (
	longEnough = 20
	longPart   = 40
)

// repeats reports whether a literal contains a remedy, or is a part of the remedy.
func repeats(literal, remedy string) bool {
	return strings.Contains(literal, remedy) || len(literal) >= longPart && strings.Contains(remedy, literal)
}

// allRemedies returns all remedies of the table, templates included.
func allRemedies() (list []string) {
	for _, k := range Kinds() {
		list = append(list, k.Remedy, k.Row)
		list = append(list, strings.Split(k.Stop, "\n")...)
		for _, template := range k.Cases {
			list = append(list, template)
		}
	}
	for _, lines := range barrierRemedies {
		list = append(list, lines...)
	}
	return slices.DeleteFunc(list, func(remedy string) bool { return len(remedy) < longEnough })
}

// TestNoOtherPackageHasWordsForACode: only this package holds literals that are codes (the codes of the dialer's
// answers are in apiclient/code.go) and literals that are remedies. A code of one plain word counts only if the context
// wants a Code.
func TestNoOtherPackageHasWordsForACode(t *testing.T) {
	remedies := allRemedies()
	for name, file := range sources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			if pair, is := n.(*ast.KeyValueExpr); is {
				checkPair(t, name, pair)
			}
			word, is := text(n)
			if !is {
				return true
			}
			known := Of(Code(word)).Code != "" && strings.Contains(word, "_")
			if known && name != "apiclient/code.go" && !slices.Contains(sameWords[name], word) {
				t.Errorf("%s: the code %q stands in a literal", name, word)
			}
			if slices.ContainsFunc(remedies, func(r string) bool { return repeats(word, r) }) {
				t.Errorf("%s: a remedy of the table stands in a literal: %q", name, word)
			}
			return true
		})
	}
}

// checkPair reports a code, a remedy or a hint that a composite literal holds as a literal.
func checkPair(t *testing.T, name string, pair *ast.KeyValueExpr) {
	t.Helper()
	key, is := pair.Key.(*ast.Ident)
	if !is {
		return
	}
	word, literal := text(pair.Value)
	if literal && word != "" && (key.Name == "Code" || key.Name == "Hint" && strings.HasPrefix(name, "batch/")) {
		t.Errorf("%s: %s: %q", name, key.Name, word)
	}
}

// TestEachRemedyIsFilled: each call of RemedyFor names a case that the code has, and gives the arguments of its
// template. Some call asks for each case.
func TestEachRemedyIsFilled(t *testing.T) {
	cases, used := constants(t, "cases.go"), make(map[string]bool)
	for name, file := range sources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			if selector, is := n.(*ast.SelectorExpr); is {
				if x, plain := selector.X.(*ast.Ident); plain && x.Name == "codes" {
					used[selector.Sel.Name] = true
				}
			}
			call, is := n.(*ast.CallExpr)
			if !is {
				return true
			}
			called, is := call.Fun.(*ast.SelectorExpr)
			if !is || called.Sel.Name != "RemedyFor" || call.Ellipsis.IsValid() {
				return true
			}
			special := Case(cases[call.Args[1].(*ast.SelectorExpr).Sel.Name])
			fits := false
			for _, k := range Kinds() {
				template, has := k.Cases[special]
				fits = fits || has && strings.Count(template, "%") == len(call.Args)-2
			}
			if !fits {
				t.Errorf("%s: no code has the case %q with %d arguments", name, special, len(call.Args)-2)
			}
			return true
		})
	}
	for name := range cases {
		if !used[name] {
			t.Errorf("nobody asks for the case %s", name)
		}
	}
}

// constants returns the string constants of one file of this package, by name.
func constants(t *testing.T, path string) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]string)
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, is := n.(*ast.ValueSpec); is {
			found[spec.Names[0].Name], _ = text(spec.Values[0])
		}
		return true
	})
	return found
}

// TestEachNameIsInTheTable: each code that has a name has an entry.
func TestEachNameIsInTheTable(t *testing.T) {
	for _, path := range []string{"names_rows.go", "names_files.go", "names_runs.go", "../../apiclient/code.go"} {
		for name, word := range constants(t, path) {
			if Of(Code(word)).Code == "" {
				t.Errorf("%s (%s) has no entry", name, word)
			}
		}
	}
}
