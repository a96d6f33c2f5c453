package deleted_test

import (
	"testing"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestThePageIsLegibleAtEveryScale(t *testing.T) {
	for name, scene := range map[string]struct {
		tenant  m365.TenantID
		prepare func(*harness)
	}{
		"deleted":           {contosoID, nil},
		"deleted-none":      {contosoID, func(d *harness) { d.users = nil }},
		"deleted-no-tenant": {"", nil},
		"deleted-failed": {contosoID, func(d *harness) {
			d.fails = uitest.Refusal(m365.Failure{What: "Could not read the deleted users in Contoso Dental.", Do: "Ask for the role User Administrator in a GDAP relationship."})
		}},
		"deleted-strange": {contosoID, func(d *harness) {
			for i, name := range []string{uitest.LongName, uitest.ArabicName, uitest.ChineseName} {
				d.users[i].DisplayName = name
			}
		}},
	} {
		t.Run(name, func(t *testing.T) { open(t, scene.tenant, scene.prepare).PageLegible(name) })
	}
}
