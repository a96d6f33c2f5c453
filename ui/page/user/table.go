package user

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// noteWidth is how wide the sentence is that stands in the place of rows.
const noteWidth = 460

// tableView draws a card as a table: when it was read and what can be done above, rows below. Where there are no rows to
// show, a sentence covers them; where the last reading failed, a bar under the rows says why, so that these stay in place.
type tableView struct {
	s      *section
	source *table.Slice
	grid   *grid.Grid
	ages   *widget.CutText
	manage *widget.Button
	cover  *fyne.Container
	body   *fyne.Container
	banner *widget.Banner
	drawn  fyne.CanvasObject
	// version is that of the card whose rows the table holds, told what the bar
	// says, and covered what stands over the table.
	version int
	told    string
	covered string
}

func newTableView(s *section) *tableView {
	o := s.page.o
	v := &tableView{s: s, cover: container.NewStack(), banner: widget.NewBanner(table.Danger, "")}
	v.source = table.NewSlice(s.kind.columns, nil)
	v.source.Now = o.Host.Now
	options := o.Tables.Options("user-"+string(s.kind.part), s.kind.noun, v.source)
	options.Sort = s.kind.sort
	options.Empty = s.kind.empty
	options.EmptyDeed = v.emptyDeed()
	options.OnRefresh = s.read
	options.OnSecondary = v.showMenu
	options.OnCell = v.act
	if open := s.kind.open; open != nil {
		options.OnOpen = func(key string) { open(s, key) }
	}
	v.grid = grid.New(options)
	v.ages = widget.NewCutText("", widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText})
	v.body = container.NewStack(v.grid, v.cover)
	v.banner.Hide()
	v.drawn = page.Column(page.Near, v.head(), v.grid.Bar(), page.Fill(v.body), v.banner)
	return v
}

// head is the line above the table. The number of rows stands on the tab.
func (v *tableView) head() fyne.CanvasObject {
	line := page.Row(page.Near, page.Fill(v.ages))
	if v.s.kind.manage != "" && v.s.page.o.Actions != nil {
		v.manage = widget.NewButton(widget.Secondary, v.s.kind.manage, "", v.s.doManage)
		line.Add(v.manage)
	}
	line.Add(widget.NewMenuButton(widget.Secondary, "Row Actions", "", v.rowActions))
	line.Add(v.grid.DensityButton())
	line.Add(v.grid.ColumnsButton())
	line.Add(v.grid.RefreshButton())
	return line
}

func (v *tableView) emptyDeed() widget.Deed {
	s := v.s
	if s.kind.manage == "" || s.page.o.Actions == nil || s.manageOff() != "" {
		return widget.Deed{}
	}
	return widget.Deed{Label: s.kind.manage, Do: s.doManage}
}

func (v *tableView) content() fyne.CanvasObject { return v.drawn }

func (v *tableView) tellAge() {
	v.ages.SetText(v.s.age())
	v.grid.Redraw()
}

func (v *tableView) show() {
	s := v.s
	v.ages.SetText(s.age())
	if v.manage != nil {
		able(v.manage, s.manageOff())
	}
	v.showRows()
	v.showCover()
	if told := s.trouble(); told != v.told {
		v.told = told
		s.tellText(v.banner, told)
		v.drawn.Refresh()
	}
}

// showRows puts the rows into the table, and brings the table back as it was left.
func (v *tableView) showRows() {
	s := v.s
	if v.version == s.version || s.withheld() != "" {
		return
	}
	v.version = s.version
	rows := s.kind.rows(s)
	v.source.Set(rows)
	v.grid.RetainSelection(func(key string) bool {
		return slices.ContainsFunc(rows, func(row table.Row) bool { return row.Key == key })
	})
	if was, ok := s.takeSaved(); ok {
		v.grid.Restore(was)
		return
	}
	v.grid.Reload()
}

// showCover puts a sentence in the place of rows that are not there.
func (v *tableView) showCover() {
	s := v.s
	text, isError := s.coverText()
	if text == v.covered {
		return
	}
	v.covered = text
	v.cover.RemoveAll()
	switch {
	case isError:
		v.cover.Add(widget.NewPanel(widget.NewErrorState(text, s.read, s.copyFailure)))
	case text != "":
		v.cover.Add(widget.NewPanel(note(text)))
	}
	v.grid.Hidden = text != ""
	v.body.Refresh()
}

// coverText stands in the place of rows; empty where there are rows to show, if only none.
func (s *section) coverText() (text string, isError bool) {
	switch {
	case s.known:
		return s.withheld(), false
	case s.failure != nil && !s.reading:
		return s.failure.Sentence(), true
	}
	return "Reading the " + s.kind.noun + " of this user.", false
}

// note is a sentence in the middle of a place.
func note(text string) fyne.CanvasObject {
	look := widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText, Align: fyne.TextAlignCenter}
	return container.NewCenter(page.AtLeast(noteWidth, 0, widget.NewParagraphIn(text, noteWidth, look)))
}

// able switches a button on, or off with the reason.
func able(button *widget.Button, off string) {
	if off == "" {
		button.Enable()
		return
	}
	button.DisableBecause(off)
}

// act is a click on a link or an icon.
func (v *tableView) act(key, column string) {
	if v.s.kind.act != nil {
		v.s.kind.act(v.s, key, column)
	}
}

// showMenu is the context menu of a row.
func (v *tableView) showMenu(key, column string, at fyne.Position) {
	host := v.s.page.o.Host
	widget.ShowMenuAt(host.Canvas(), at, func() []widget.MenuItem {
		var items []widget.MenuItem
		if value := v.grid.CellText(key, column); value != "" {
			items = append(items, widget.MenuItem{Label: "Copy value", Do: func() { host.Copy(value) }})
		}
		return append(items, v.deedsOn(key)...)
	})
}

// rowActions is the menu above the table.
func (v *tableView) rowActions() []widget.MenuItem {
	selection := v.grid.Selection()
	var items []widget.MenuItem
	for _, deed := range v.s.kind.deeds {
		item := widget.MenuItem{Label: deed.label, Danger: deed.danger, Off: "Tick one row first"}
		if selection.Count == 1 && len(selection.Keys) == 1 {
			item = deed.on(v.s, selection.Keys[0])
		}
		items = append(items, item)
	}
	if len(items) > 0 {
		items = append(items, widget.MenuItem{Separator: true})
	}
	return append(items, page.ExportItems(v.grid, v.exportRows)...)
}

func (v *tableView) deedsOn(key string) []widget.MenuItem {
	var items []widget.MenuItem
	for _, deed := range v.s.kind.deeds {
		items = append(items, deed.on(v.s, key))
	}
	return items
}

func (v *tableView) export() { v.exportRows(false) }

func (v *tableView) exportRows(selected bool) {
	o := v.s.page.o
	o.Host.Export(page.ExportOf(v.grid, v.source, o.Host.Printer(), v.s.kind.noun, "user-"+string(v.s.kind.part), selected))
}
