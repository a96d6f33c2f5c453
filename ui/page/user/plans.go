package user

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	plansWidth  = 560
	plansHeight = 380
	planHeight  = 26
	// stateWidth is how much of a line the state of a plan takes.
	stateWidth = 170
)

// showPlans opens the services of a license, those that are on first.
func showPlans(s *section, key string) {
	i := slices.IndexFunc(s.card.Licenses, func(l m365.HeldLicense) bool { return l.SKU == key })
	if i < 0 {
		return
	}
	license := s.card.Licenses[i]
	list := page.Column(0)
	for _, plan := range sortedPlans(license.Plans) {
		list.Add(planLine(plan))
	}
	p := s.page
	whose := widget.NewCutText(p.name()+" · "+p.tenant.FullName(), widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText})
	body := page.Column(page.Near, whose, widget.NewMuted(servicesText(license)))
	if license.Problem != "" {
		body.Add(widget.NewBanner(table.Caution, license.Problem))
	}
	height := min(plansHeight, float32(len(license.Plans))*planHeight+page.Near)
	body.Add(page.Fill(page.AtLeast(0, height, page.Scrolled(list))))
	p.o.Host.ShowSheet(page.Sheet{
		Title: widget.Cut(license.Name, plansWidth-60, widget.Size(fynetheme.SizeNameSubHeadingText), true),
		Body:  body, Width: plansWidth,
	})
}

func servicesText(license m365.HeldLicense) string {
	if len(license.Plans) == 0 {
		return "Microsoft lists no services of it."
	}
	return servicesOn(license.Plans) + " · " + pathOf(license)
}

func sortedPlans(plans []m365.ServicePlan) []m365.ServicePlan {
	plans = slices.Clone(plans)
	slices.SortFunc(plans, func(a, b m365.ServicePlan) int {
		return cmp.Or(-compareBool(a.On, b.On), strings.Compare(table.Fold(a.Name), table.Fold(b.Name)))
	})
	return plans
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func planLine(plan m365.ServicePlan) fyne.CanvasObject {
	tone := table.Neutral
	switch {
	case plan.On:
		tone = table.Good
	case plan.Status != planOff:
		tone = table.Caution
	}
	name := widget.NewCutText(plan.Name, widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText})
	state := page.AtLeast(stateWidth, 0, page.Row(0, widget.NewPill(plan.Status, tone)))
	return page.AtLeast(0, planHeight, page.Row(page.Near, page.Fill(name), state))
}

// planOff is the state of a plan that somebody switched off.
const planOff = "Off"
