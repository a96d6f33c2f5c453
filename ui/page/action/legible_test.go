package action_test

import (
	"strings"
	"testing"
)

func TestEveryFormIsLegibleAtEveryScale(t *testing.T) {
	for _, scene := range scenes {
		t.Run(scene.name, func(t *testing.T) {
			d := managing(t)
			scene.show(d)
			d.DialogLegible(scene.name)
		})
	}
}

func TestLongNamesOnTheButtonsOfAFormKeepToTheirCells(t *testing.T) {
	for _, domain := range []string{"humongousinsurance.onmicrosoft.com", strings.Repeat("donau", 30) + ".example"} {
		d := newHarness(t)
		d.directory.user = adeleLive()
		d.directory.user.UserPrincipalName = "adele.vance@" + domain
		d.directory.user.Manager.DisplayName = strings.Repeat("Megan ", 30)
		d.actions.EditUser(adele(contoso))
		d.Settle()
		d.DialogLegible("edit-long")
	}
}
