package action

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// checklist shows what is to be done by hand, for all users at once.
func (d *departing) checklist() {
	d.follows = following{d.checklist, d.toDoByHand}
	lists := offboard.Checklists(d.runs)
	if len(lists) == 0 {
		d.running()
		return
	}
	body := page.Column(page.Gap, widget.NewMutedParagraph(
		"Licenses and deletions wait until this is done. What is not the same for everybody is marked in the steps of the user.", d.textWidth()))
	steps := page.Column(0)
	for _, list := range lists {
		steps.Add(d.checklistLine(list))
	}
	body.Add(steps)
	if block := offboard.PowerShell(d.runs); block != "" {
		body.Add(d.commands(block))
	}
	d.form.show(view{
		head: d.head, width: d.width(), body: body, left: widget.NewLink("Back to all users", d.running),
		buttons: []*widget.Button{d.closeButton("Close")},
	})
}

// toDoByHand is what is to be done, and for how many.
func (d *departing) toDoByHand() string {
	var said []string
	for _, list := range offboard.Checklists(d.runs) {
		said = append(said, fmt.Sprint(list.Kind, len(list.Runs)))
	}
	return strings.Join(said, " ")
}

func (d *departing) checklistLine(list offboard.Checklist) fyne.CanvasObject {
	users := table.Counted(len(list.Runs), "user", "users")
	line := page.Row(page.Apart, page.AtLeast(chosenRoom, 0, widget.NewStrong(list.Title)), page.Fill(widget.NewCutText(users+" in "+inTenantsOf(list.Runs), mutedText)))
	if list.Kind == offboard.Notice {
		line.Add(widget.NewLink("Copy "+table.Counted(len(list.Runs), "text", "texts"), func() { d.a.o.Host.Copy(offboard.Texts(list.Runs)) }))
	}
	line.Add(widget.NewLink("Mark as done: "+list.Title, func() { d.askDone(list) }))
	return page.Column(0, page.Inset(page.Near, 0, page.Near, 0, line), page.Line(theme.ColorNameFaintLine))
}

// commands are the lines for PowerShell of all users, in one block.
func (d *departing) commands(block string) fyne.CanvasObject {
	lines := page.Inset(page.Near, page.Gap, page.Near, page.Gap, newMono(block, theme.SizeNameSmall, false, 0))
	height := func() fyne.Size { return fyne.NewSize(0, min(lines.MinSize().Height+page.Near, previewHeight)) }
	return page.Column(page.Near,
		page.RowTop(page.Gap,
			page.Fill(widget.NewMutedParagraph("For PowerShell with the module ExchangeOnlineManagement. It signs in to one tenant after the other.", d.textWidth()-160)),
			widget.NewPlainLink("Copy PowerShell", func() { d.a.o.Host.Copy(block) })),
		widget.NewPanel(widget.Sized(height, container.NewScroll(lines))))
}

// askDone asks before a step counts as done for many: what waited for it goes on then.
func (d *departing) askDone(list offboard.Checklist) {
	d.follows = following{}
	verb := widget.NewButton(widget.Primary, "Mark as done", "", func() {
		d.do(func(ctx context.Context, together string) error {
			return d.a.o.Offboarding.ConfirmAll(ctx, together, list.Kind)
		})
		d.running()
	}).WithoutEnter()
	d.form.show(view{
		head: d.head, width: d.width(),
		body: widget.NewParagraph(list.Title+": this was done for "+table.Counted(len(list.Runs), "user", "users")+" in "+inTenantsOf(list.Runs)+
			". Licenses that waited for it alone are removed then.", d.textWidth()),
		buttons: []*widget.Button{widget.NewButton(widget.Secondary, "Back", "", d.checklist), verb},
	})
}
