package object

import (
	"testing"

	"phonebatch/batch/codes"
)

func TestDone(t *testing.T) {
	for name, tt := range map[string]struct {
		result Result
		skip   bool
		want   bool
	}{
		"there already":                  {Result{Line: 2, Status: Exists}, false, false},
		"there already, to be skipped":   {Result{Line: 2, Status: Exists}, true, true},
		"inactive":                       {Result{Line: 2, Status: Exists, Code: codes.Inactive}, true, false},
		"unchanged":                      {Result{Line: 2, Status: Exists, Code: codes.Unchanged}, false, true},
		"of a leaver, not compared":      {Result{Status: Exists, Code: codes.CannotCompare}, true, false},
		"of a leaver, inactive already":  {Result{Status: Exists, Code: codes.Unchanged}, true, true},
		"restored":                       {Result{Line: 2, Status: Restored}, false, true},
		"restored, with other values":    {Result{Line: 2, Status: Restored, Verified: VerifiedDiffers}, false, false},
		"retired, and still active":      {Result{Status: Retired, Verified: VerifiedDiffers}, false, false},
		"updated, and nobody has looked": {Result{Line: 2, Status: Updated}, false, true},
	} {
		if got := tt.result.Done(tt.skip); got != tt.want {
			t.Errorf("%s: done is %v", name, got)
		}
	}
}
