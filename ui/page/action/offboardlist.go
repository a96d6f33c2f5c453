package action

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// ShowOffboardings lists the offboardings, the unfinished ones first, each to be opened.
func (a *Actions) ShowOffboardings() {
	runs := a.o.Offboarding.Runs()
	all := begunAtOnce(runs)
	slices.SortStableFunc(all, func(x, y []offboard.Run) int { return rankOf(x) - rankOf(y) })
	var closeSheet func()
	list := page.Column(0)
	for _, one := range all {
		list.Add(a.offboardingLine(one, func() {
			closeSheet()
			a.openOffboardings(one)
		}))
	}
	var body fyne.CanvasObject = page.Scrolled(list)
	if len(runs) == 0 {
		body = widget.NewMuted("Nobody was offboarded yet. Choose Offboard User in the menu of a user.")
	}
	height := func() fyne.Size {
		return fyne.NewSize(0, min(body.MinSize().Height, list.MinSize().Height, a.o.Host.Canvas().Size().Height-formFrame))
	}
	if len(runs) == 0 {
		height = body.MinSize
	}
	closeSheet = page.ShowSheet(a.o.Host.Canvas(), page.Sheet{Title: "Offboardings", Width: manageWidth, Body: widget.Sized(height, body)})
}

// begunAtOnce puts those that were begun at once in the place of the first of them; one by itself stands alone.
func begunAtOnce(runs []offboard.Run) (all [][]offboard.Run) {
	places := make(map[string]int)
	for _, run := range runs {
		at, known := places[run.Together]
		if run.Together == "" || !known {
			places[run.Together] = len(all)
			all = append(all, []offboard.Run{run})
			continue
		}
		all[at] = append(all[at], run)
	}
	return all
}

func rankOf(runs []offboard.Run) int {
	if offboard.StandingOf(runs) != offboard.Ended {
		return 0
	}
	return 1
}

// Leaving names those whose offboarding is not at its end.
func (a *Actions) Leaving() (names []string) {
	for _, run := range a.o.Offboarding.Runs() {
		if run.Ended.IsZero() {
			names = append(names, person(run.Target)+" in "+tenantName(run.Target))
		}
	}
	return names
}

func (a *Actions) openOffboardings(runs []offboard.Run) {
	if name := runs[0].Together; name != "" {
		a.departingOf(name).show()
		return
	}
	a.showOffboarding(runs[0].ID)
}

func (a *Actions) offboardingLine(runs []offboard.Run, open func()) fyne.CanvasObject {
	run, standing := runs[0], offboard.StandingOf(runs)
	title, told := person(run.Target), tenantName(run.Target)+" · "+run.RollUp()
	if run.Together != "" {
		title, told = table.Counted(len(runs), "user", "users"), inTenantsOf(runs)+" · "+offboard.RollUpOf(runs)
	}
	pill := widget.NewPill("", table.Neutral)
	pill.SetState(string(standing), toneOfStanding(standing))
	began := a.o.Host.Printer().Text(table.Time, table.Cell{Time: run.Began})
	line := page.Row(page.Gap, page.AtLeast(offboardPill, 0, page.Row(0, pill)), widget.NewLink(short(title), open),
		page.Fill(widget.NewCutText(told, mutedText)), widget.NewMuted(began))
	return page.Column(0, page.Inset(page.Near, 0, page.Near, 0, line), page.Line(theme.ColorNameFaintLine))
}

// inTenantsOf names the tenant of runs, or says how many there are.
func inTenantsOf(runs []offboard.Run) string {
	if tenants := tenantsOf(targetsOf(runs)); len(tenants) > 1 {
		return table.Counted(len(tenants), "tenant", "tenants")
	}
	return tenantName(runs[0].Target)
}

func targetsOf(runs []offboard.Run) []change.Target {
	users := make([]change.Target, len(runs))
	for i, run := range runs {
		users[i] = run.Target
	}
	return users
}

// toneOfStanding colours how a run stands.
func toneOfStanding(standing offboard.Standing) table.Tone {
	//exhaustive:enforce
	switch standing {
	case offboard.Ended:
		return table.Good
	case offboard.Attention:
		return table.Danger
	case offboard.Stopped, offboard.Held, offboard.ForPerson:
		return table.Caution
	case offboard.UnderWay, offboard.Queued:
	}
	return table.Neutral
}
