package users_test

import (
	"testing"
	"time"

	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestThePageIsLegibleAtEveryScale(t *testing.T) {
	troubled := func() *fake {
		return fakeOf(contoso(), ended(), lost(), roleless(fabrikam()), stale("Northwind Traders", "Microsoft did not answer.", 4, 3*time.Hour))
	}
	for name, scene := range map[string]struct {
		made func() *fake
		show func(*harness)
	}{
		"users-banner":  {troubled, func(*harness) {}},
		"users-columns": {troubled, func(d *harness) { d.Tap("Columns") }},
		"users-filter":  {troubled, func(d *harness) { d.Tap("Filter Username") }},
		"users-dates":   {troubled, func(d *harness) { d.Tap("Filter Last Sign In") }},
		"users-custom":  {troubled, func(d *harness) { d.Tap("Filter Last Sign In", "Custom") }},
		"users-actions": {troubled, func(d *harness) { d.Tap("Select Adele Contoso", "Row Actions") }},
		"users-choose": {func() *fake {
			one, two := contoso(), fabrikam()
			one.Name, two.Name = uitest.LongName, uitest.ArabicName
			return fakeOf(one, two)
		}, func(d *harness) { d.Tap("Select Tenant") }},
		"users-none": {func() *fake { return fakeOf() }, func(*harness) {}},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, scene.made())
			scene.show(d)
			d.PageLegible(name)
		})
	}
}
