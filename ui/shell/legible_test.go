package shell_test

import (
	"testing"

	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// strangers is a troubled world whose tenants and users have names that are hard to draw.
func strangers() *world {
	w := troubled()
	names := []string{uitest.LongName, uitest.ArabicName, uitest.HebrewName, uitest.ChineseName}
	for i := range w.tenants {
		w.tenants[i].Name = names[i%len(names)]
	}
	for i := range w.users {
		w.users[i].DisplayName = names[i%len(names)]
		w.users[i].UserPrincipalName = "long.name.of.somebody.in.a.team@" + w.users[i].UserPrincipalName
	}
	w.connection.TenantName, w.connection.Account = uitest.LongName, "a.technician.of.a.long.name@a.partner.of.a.long.name.example"
	w.fillSource()
	return w
}

// worlds are those in which every page is looked at.
var worlds = map[string]func() *world{
	"troubled": troubled, "strangers": strangers,
	"one": func() *world { return connected(1, 1) }, "nobody": newWorld,
}

func TestEveryPageIsLegibleAtEveryScale(t *testing.T) {
	for _, name := range []string{"troubled", "strangers"} {
		for _, moment := range moments {
			if name == "strangers" && (moment.name == "users-actions" || moment.name == "setup-sync") {
				continue // they are about somebody by name
			}
			t.Run(name+" "+moment.name, func(t *testing.T) {
				d := open(t, worlds[name]())
				moment.open(d)
				d.LegibleAtEveryScale(name+"-"+moment.name, d.shell.Fit)
			})
		}
		for dialog, show := range everyDialog {
			t.Run(name+" "+dialog, func(t *testing.T) {
				d := open(t, worlds[name]())
				show(d)
				d.LegibleAtEveryScale(name+"-"+dialog, d.shell.Fit)
			})
		}
	}
	t.Run("nobody found", func(t *testing.T) {
		d := open(t, troubled())
		d.menu("View", "Search…")
		d.TypeIn("Search", uitest.LongName)
		d.LegibleAtEveryScale("nobody-found", d.shell.Fit)
	})
	for name, made := range worlds {
		for page, show := range everyPage {
			if page == "a user" && name != "troubled" && name != "strangers" {
				continue // there is none
			}
			t.Run(name+" "+page, func(t *testing.T) {
				d := open(t, made())
				show(d)
				d.LegibleAtEveryScale(name+"-"+page, d.shell.Fit)
			})
		}
	}
}
