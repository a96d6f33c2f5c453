package users

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// searchWidth is how wide the search field is.
const searchWidth = 250

// search is the field that looks into name and username at once. What is typed is a filter like any other.
type search struct {
	page    *Page
	entry   *widget.Entry
	content fyne.CanvasObject
}

func newSearch(p *Page) *search {
	s := &search{page: p, entry: widget.NewEntry("Search name or username", "Search name or username")}
	s.entry.OnChanged = s.find
	s.entry.OnEscape = func() { s.entry.SetText("") }
	s.content = page.Row(page.Tight, widget.NewIcon(icons.Search, theme.ColorNameMuted), page.AtLeast(searchWidth, 0, s.entry))
	return s
}

// GoToSearch gives the keyboard to the search field, with all that is in it selected, so that typing takes its place.
func (p *Page) GoToSearch() {
	p.o.Host.Canvas().Focus(p.search.entry)
	p.search.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// find keeps the users that have every word that is typed.
func (s *search) find(typed string) {
	if typed = strings.TrimSpace(typed); typed == s.filter() {
		return
	}
	s.page.Grid.SetFilter(table.Filter{Column: columns.Search, Text: typed})
}

// filter is what the list is searched for.
func (s *search) filter() string {
	filter, _ := s.page.Grid.Filter(columns.Search)
	return filter.Text
}

// show writes into the field what the list is searched for, unless somebody types there.
func (s *search) show() {
	if s.page.o.Host.Canvas().Focused() != s.entry && strings.TrimSpace(s.entry.Text) != s.filter() {
		s.entry.SetText(s.filter())
	}
}
