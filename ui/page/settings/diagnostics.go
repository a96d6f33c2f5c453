package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	diagnosticsWidth  = 880
	diagnosticsHeight = 420
)

// diagnostics chooses what is logged, and shows what can be handed to who helps.
func (p *Page) diagnostics() fyne.CanvasObject {
	show := widget.NewButton(widget.Secondary, "Save bundle…", "", nil)
	show.SetOnTapped(func() { p.readDiagnostics(show) })
	return ending(row("Diagnostics", p.logLevel(), whole(note("no names, addresses or secrets in it; shown before it is saved"))), show)
}

func (p *Page) readDiagnostics(button *widget.Button) {
	button.DisableBecause("The bundle is being made.")
	p.o.Work.Do(func(ctx context.Context) func() {
		text, err := p.o.Computer.Diagnostics(ctx)
		return func() {
			button.Enable()
			if err != nil {
				p.o.Host.Fail(err)
				return
			}
			p.showDiagnostics(text)
		}
	})
}

// showDiagnostics shows the whole of it before anything is saved.
func (p *Page) showDiagnostics(text string) {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	list := widget.NewList("Diagnostics",
		func() int { return len(lines) },
		func() fyne.CanvasObject {
			return widget.NewCutText("", widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText})
		},
		func(at fynewidget.ListItemID, line fyne.CanvasObject) { line.(*widget.CutText).SetText(lines[at]) },
	)
	p.o.Host.ShowSheet(page.Sheet{
		Title: "Diagnostics",
		Body: page.Column(page.Gap,
			widget.NewMuted("This is all that is saved, "+table.Counted(len(lines), "line", "lines")+". Nothing is sent."),
			page.Fill(page.AtLeast(0, diagnosticsHeight, list))),
		Width: diagnosticsWidth,
		Actions: []page.Action{
			{Label: "Copy", Do: func() { p.o.Host.Copy(text) }, Keep: true},
			{Label: "Save…", Do: func() { p.saveDiagnostics(text) }},
		},
	})
}

func (p *Page) saveDiagnostics(text string) {
	name := "tenantkeep-diagnostics-" + p.o.Host.Preferences().Printer(p.o.Host.Now).Today().Format(table.DateISO) + ".txt"
	p.o.Host.SaveText(name, strings.TrimRight(text, "\n"))
}
