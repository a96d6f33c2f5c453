package user

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// noteWidth is how wide the sentence is that stands in the place of rows.
const noteWidth = 460

// factWidth is the least width of a fact above the table.
const factWidth = 160

// tableView draws a card as a table: when it was read and what can be done above, rows below. Where there are no rows to
// show, a sentence covers them; where the last reading failed, a bar under the rows says why, so that these stay in place.
type tableView struct {
	*list.List
	s      *section
	source *table.Slice
	ages   *widget.CutText
	manage *widget.Button
	facts  *fyne.Container
	stated []field
	cover  *fyne.Container
	body   *fyne.Container
	banner *widget.Banner
	drawn  *fyne.Container
	// version is that of the card whose rows the table holds, told what the bar
	// says, and covered what stands over the table.
	version int
	told    string
	covered string
}

func newTableView(s *section) *tableView {
	o := s.page.o
	v := &tableView{s: s, cover: container.NewStack(), banner: widget.NewBanner(table.Danger, "")}
	v.source = table.NewUnread(s.kind.columns)
	v.source.Now = o.Host.Now
	v.List = list.New(o.Host, o.Work, o.Tables, v.spec())
	v.ages = widget.NewCutText("", widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText})
	v.body = container.NewStack(v.Grid, v.cover)
	v.banner.Hide()
	v.facts = page.Fields(factWidth, 4, fyne.NewSize(32, 4))
	v.facts.Hidden = s.kind.facts == nil
	v.drawn = page.Column(page.Near, v.facts, v.head(), v.Grid.Bar(), page.Fill(v.body), v.banner)
	return v
}

func (v *tableView) spec() list.Spec {
	s, name := v.s, "user-"+string(v.s.kind.part)
	spec := list.Spec{
		Name: name, Noun: s.kind.noun, File: name, Source: v.source,
		Sort: s.kind.sort, Empty: s.kind.empty, Next: v.next(),
		Press: v.press, Menu: v.menu, Actions: v.actions, Refresh: s.read,
		Lacking: s.trouble, AtLeast: s.incomplete,
	}
	if open := s.kind.open; open != nil {
		spec.Open = func(key string) { open(s, key) }
	}
	return spec
}

// head is the line above the table. The number of rows stands on the tab.
func (v *tableView) head() fyne.CanvasObject {
	tools := []fyne.CanvasObject{page.Fill(v.ages)}
	if v.s.kind.manage != "" && v.s.page.o.Actions != nil {
		v.manage = widget.NewButton(widget.Secondary, v.s.kind.manage, "", v.s.doManage)
		tools = append(tools, v.manage)
	}
	return page.Row(page.Near, append(tools, v.Buttons()...)...)
}

// next is the step that an empty table offers.
func (v *tableView) next() widget.Action {
	s := v.s
	if s.kind.manage == "" || s.page.o.Actions == nil || s.manageOff() != "" {
		return widget.Action{}
	}
	return widget.Action{Label: s.kind.manage, Do: s.doManage}
}

func (v *tableView) content() fyne.CanvasObject { return v.drawn }

func (v *tableView) tellAge() {
	v.ages.SetText(v.s.age())
	v.showFacts()
	v.Grid.Redraw()
}

func (v *tableView) show() {
	s := v.s
	v.ages.SetText(s.age())
	if v.manage != nil {
		able(v.manage, s.manageOff())
	}
	v.showFacts()
	v.showRows()
	v.showCover()
	if told := s.trouble(); told != v.told {
		v.told = told
		s.tellText(v.banner, told)
		page.Lay(v.drawn)
	}
}

// showFacts draws what stands above the table.
func (v *tableView) showFacts() {
	if v.s.kind.facts == nil {
		return
	}
	facts := v.s.kind.facts(v.s.page)
	if slices.Equal(facts, v.stated) {
		return
	}
	v.stated = facts
	v.facts.RemoveAll()
	for _, fact := range facts {
		v.facts.Add(v.s.page.drawField(fact))
	}
	page.Lay(v.drawn)
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
	v.Grid.RetainSelection(func(key string) bool {
		return slices.ContainsFunc(rows, func(row table.Row) bool { return row.Key == key })
	})
	if was := s.takeSaved(); was != nil {
		v.Restore(was)
		return
	}
	v.Grid.Reload()
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
		v.cover.Add(widget.NewPanel(widget.NewErrorState(text, page.Again(s.page.o.Host, *s.failure, s.read), s.copyFailure)))
	case text != "":
		v.cover.Add(widget.NewPanel(note(text)))
	}
	v.Grid.Hidden = text != ""
	page.Lay(v.body)
}

// coverText stands in the place of rows; empty where there are rows to show, if only none.
func (s *section) coverText() (text string, isError bool) {
	switch {
	case s.incomplete() && s.count() == 0:
		return "Not all " + s.kind.noun + " of this user could be read, and none are known.", false
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

// press is a click on a link or an icon.
func (v *tableView) press(key, column string) {
	if v.s.kind.press != nil {
		v.s.kind.press(v.s, key, column)
	}
}

// menu is the context menu of a row.
func (v *tableView) menu(key, _ string, show func(list.Menu)) {
	var menu list.Menu
	for _, action := range v.s.kind.actions {
		menu.Rest = append(menu.Rest, action.on(v.s, key))
	}
	show(menu)
}

// actions are what can be done with the row that is ticked.
func (v *tableView) actions(selection grid.Selection) []widget.MenuItem {
	var items []widget.MenuItem
	for _, action := range v.s.kind.actions {
		item := widget.MenuItem{Label: action.label, Danger: action.danger, Off: "Tick one row first"}
		if selection.Count == 1 && len(selection.Keys) == 1 {
			item = action.on(v.s, selection.Keys[0])
		}
		items = append(items, item)
	}
	return items
}
