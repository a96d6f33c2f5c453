package user

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	fieldWidth = 230
	// nothing stands where a field is not set.
	nothing = "–"
)

// detailsView draws the fields of the user, and below them when they were read and why they could not be.
type detailsView struct {
	s      *section
	fields []field
	grid   *fyne.Container
	scroll *container.Scroll
	ages   *widget.Text
	foot   *fyne.Container
	edit   *widget.Button // nil where nothing may be written
	banner *widget.Banner
	told   string
	drawn  *fyne.Container
}

func newDetailsView(s *section) *detailsView {
	v := &detailsView{s: s, ages: widget.NewMuted(""), banner: widget.NewBanner(table.Danger, "")}
	v.banner.Hide()
	v.grid = page.Fields(fieldWidth, 3, fyne.NewSize(32, 8))
	v.foot = page.Row(page.Gap, v.ages, widget.NewPlainLink("Refresh", s.page.Refresh))
	if p := s.page; p.o.Actions != nil {
		v.edit = widget.NewButton(widget.Secondary, editLabel, "", func() { p.o.Actions.EditUser(p.subject()) })
		v.foot.Add(page.Space())
		v.foot.Add(v.edit)
	}
	scrolled := page.Scrolled(page.Column(page.Near, widget.NewCard(v.grid), v.foot))
	v.scroll = scrolled.Objects[0].(*container.Scroll)
	if saved, ok := s.saved.(float32); ok {
		s.saved, v.scroll.Offset.Y = nil, saved
	}
	v.drawn = page.Column(page.Near, page.Fill(scrolled), v.banner)
	return v
}

func (v *detailsView) content() fyne.CanvasObject { return v.drawn }

// tellAge also stands what follows the age in its place: Fyne would do it while it paints, and paint once more.
func (v *detailsView) tellAge() {
	if age := v.age(); age != v.ages.Text() {
		v.ages.SetText(age)
		page.Lay(v.foot)
	}
}

// age is that of the local data until Microsoft was asked.
func (v *detailsView) age() string {
	s, p := v.s, v.s.page
	read := p.tenant.Refreshed
	if read.IsZero() || (s.known && s.card.Taken.After(read)) {
		return s.age()
	}
	age := "Read " + p.when(table.Cell{Time: read})
	if s.reading {
		age += ", reading again"
	}
	return age
}

func (v *detailsView) show() {
	s := v.s
	v.tellAge()
	if v.edit != nil {
		able(v.edit, s.page.o.Actions.Reason(s.page.subject(), change.EditUser))
	}
	fields := s.page.fields()
	if !slices.Equal(fields, v.fields) {
		v.fields = fields
		v.grid.RemoveAll()
		for _, f := range fields {
			v.grid.Add(s.page.drawField(f))
		}
		page.Lay(v.drawn)
	}
	if told := v.trouble(); told != v.told {
		v.told = told
		s.tellText(v.banner, told)
		page.Lay(v.drawn)
	}
}

// trouble also counts where no card is known: the fields of the local data are shown then.
func (v *detailsView) trouble() string {
	switch {
	case v.s.failure != nil:
		return v.s.failure.Sentence()
	case v.s.known:
		return v.s.withheld()
	}
	return ""
}

// fields are those of the Details tab, with the manager, whom no list holds.
func (p *Page) fields() []field {
	return fieldsOf(p.shown, p.managerField(), p.o.Host.Printer())
}

func (p *Page) managerField() field {
	f := field{label: "Manager"}
	s := p.sections[0]
	switch {
	case p.manager != nil:
		f.value = p.manager.DisplayName
		if f.value == "" {
			f.value = p.manager.UserPrincipalName
		}
		if p.managerHere {
			f.leads = p.manager.Key
		}
	case p.o.Cards == nil, !s.known && s.failure != nil:
		f.absent = "Not in the local data"
	case !s.known:
		f.absent = "Reading"
	}
	return f
}

func (p *Page) drawField(f field) fyne.CanvasObject {
	value := page.Row(page.Tight)
	switch {
	case f.absent != "":
		value.Add(widget.NewMuted(f.absent))
	case strings.TrimSpace(f.value) == "":
		value.Add(widget.NewMuted(nothing))
	case f.leads != m365.UserKey{}:
		text := widget.Cut(f.value, fieldWidth, widget.Size(fynetheme.SizeNameText), true)
		value.Add(widget.NewLink(text, func() { p.o.Host.Open(page.Route{Page: page.User, User: f.leads}) }))
	default:
		value.Add(page.Fill(p.drawValue(f)))
	}
	return page.Column(1, widget.NewSmall(f.label), page.AtLeast(0, 24, value), page.Line(theme.ColorNameFaintLine))
}

func (p *Page) drawValue(f field) fyne.CanvasObject {
	text := widget.NewCutText(f.value, widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText})
	text.SetWhole(f.tip)
	if !f.copies {
		return text
	}
	copies := widget.NewQuietButton(icons.Copy, "Copy "+f.label, func() { p.o.Host.Copy(table.AsValue(f.value)) })
	return page.Snug(text, widget.Size(fynetheme.SizeNameText), copies)
}

// fieldColumns are those of the details in a CSV file.
func fieldColumns() []table.Column {
	return []table.Column{{ID: "field", Title: "Field"}, {ID: "value", Title: "Value"}}
}

// Export writes the fields to a CSV file.
func (v *detailsView) Export() {
	var rows []table.Row
	for _, f := range v.s.page.fields() {
		rows = append(rows, table.Row{Key: f.label, Cells: []table.Cell{{Text: f.label}, {Text: f.value}}})
	}
	host := v.s.page.o.Host
	host.Export(page.Export{
		What: "fields", File: "user-details", Source: table.NewSlice(fieldColumns(), rows), Columns: fieldColumns(),
		Rows: len(rows), Format: host.Printer().Export,
	})
}
