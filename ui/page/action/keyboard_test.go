package action_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// everyForm opens each form and question about users.
var everyForm = map[string]func(t *testing.T) *harness{
	"roles": func(t *testing.T) *harness {
		d := managing(t)
		d.actions.ManageRoles(adele(contoso))
		return d
	},
	"licenses": func(t *testing.T) *harness {
		d := managing(t)
		d.actions.ManageLicenses(adele(contoso))
		return d
	},
	"groups": func(t *testing.T) *harness {
		d := managing(t)
		d.actions.ManageGroups(adele(contoso))
		return d
	},
	"edit": editing,
	"offboard": func(t *testing.T) *harness {
		d := newHarness(t)
		d.actions.Offboard(adele(contoso))
		return d
	},
	"many": func(t *testing.T) *harness {
		d := newHarness(t)
		d.many("Block Sign In", crowd(4))
		return d
	},
	"passwords of many": func(t *testing.T) *harness {
		d := newHarness(t)
		d.many("Reset Password", crowd(4))
		return d
	},
	"fields of many": func(t *testing.T) *harness {
		d := newHarness(t)
		d.many("Edit User", crowd(4))
		return d
	},
}

func TestEveryFormIsWalkedWithTheKeyboardAloneAndEscapeLeadsBack(t *testing.T) {
	for _, c := range simple {
		everyForm[c.name] = func(t *testing.T) *harness {
			d := newHarness(t)
			c.begin(d.actions, adele(contoso))
			return d
		}
	}
	for name, open := range everyForm {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.Settle()
			require.NotNil(t, d.Win.Canvas().Overlays().Top())
			d.WalksWithTheKeyboard()
			d.EscapeLeadsBack()
			d.isClosed()
		})
	}
}
