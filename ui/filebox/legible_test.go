package filebox_test

import (
	"path/filepath"
	"testing"

	"github.com/tenantkeep/tenantkeep/ui/filebox"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestTheBoxIsLegibleAtEveryScale(t *testing.T) {
	h := open(t, filebox.Save, uitest.LongName+".csv")
	h.DialogLegible("file-long")
	h.TypeIn("Name", filepath.Join("gone", "a.csv"))
	h.Tap("Save")
	h.DialogLegible("file-save")
}
