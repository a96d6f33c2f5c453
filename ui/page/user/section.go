package user

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// view draws a section. It is made when its tab is opened first.
type view interface {
	content() fyne.CanvasObject
	// show draws what is known now; tellAge only says anew how old that is.
	show()
	tellAge()
	// Export writes it to a CSV file.
	Export()
}

// section is one card: what is known of it, and whether it is being read.
type section struct {
	page *Page
	kind kind
	// place is where the view stands, or nothing yet.
	place *fyne.Container
	view  view

	card profile.Snapshot
	// known says that card holds what was read, and version counts how often its rows became others; failure is why the last
	// reading failed, or nil.
	known          bool
	version        int
	failure        *m365.Failure
	reading, again bool
	// saved is how the view stood when the page was left, for a view that is not made yet.
	saved any
}

func newSection(p *Page, k kind) *section {
	s := &section{page: p, kind: k, place: container.NewStack()}
	s.place.Hide()
	return s
}

// build makes the view.
func (s *section) build() {
	if s.view != nil {
		return
	}
	if s.kind.part == profile.Details {
		s.view = newDetailsView(s)
	} else {
		s.view = newTableView(s)
	}
	s.place.Objects = []fyne.CanvasObject{s.view.content()}
	s.view.show()
}

// read asks Microsoft for the card, once more where it is being asked already.
func (s *section) read() {
	p := s.page
	if s.reading {
		s.again = true
		return
	}
	s.reading, s.again = true, false
	s.show()
	p.o.Work.Do(func(ctx context.Context) func() {
		read, err := p.o.Cards.Read(ctx, p.o.Key, s.kind.part)
		here := err == nil && p.isHere(ctx, read.Details.Manager)
		return func() { s.ended(read, here, err) }
	})
}

// ended shows what reading brought. Rows that are known stay where it failed. What was read before somebody asked again may
// be older than what was done meanwhile, and is dropped.
func (s *section) ended(read profile.Snapshot, managerHere bool, err error) {
	p := s.page
	s.reading = false
	if s.again {
		s.read()
		p.readRest()
		return
	}
	if err != nil {
		failure := p.o.Host.Explain(err)
		s.failure = &failure
	} else {
		s.use(read)
		s.takeOver(managerHere)
	}
	s.show()
	p.readRest()
}

// use keeps a card as what is known.
func (s *section) use(c profile.Snapshot) {
	s.card, s.known, s.failure = c, true, nil
	s.version++
	s.page.tabs.SetCount(string(s.kind.part), s.count(), s.incomplete())
}

// takeOver tells the header what Microsoft says now, where it says all of it.
func (s *section) takeOver(managerHere bool) {
	p := s.page
	if s.withheld() != "" || s.card.Incomplete() {
		return
	}
	switch s.kind.part {
	case profile.Details:
		p.managerHere = managerHere
		p.useDetails(s.card, true)
		p.o.Host.TrailChanged()
	case profile.Roles:
		p.shown.Roles = roleNames(s.card.Roles)
	default:
		return
	}
	p.head.show()
	p.section(profile.Details).show()
}

// incomplete says that Microsoft has more rows than are known, perhaps.
func (s *section) incomplete() bool { return s.card.Incomplete() }

func (s *section) count() int {
	if s.kind.rows == nil || s.withheld() != "" {
		return widget.NoCount
	}
	return len(s.kind.rows(s))
}

// unread is the cell of what a read feeds, where that read failed.
func (s *section) unread(read call.Read) (cell table.Cell, lost bool) {
	for _, lack := range s.card.Lacks {
		if lack.Of == read.Feeds {
			return table.Cell{Text: columns.Unread, Muted: true, Tip: lack.Sentence()}, true
		}
	}
	return table.Cell{}, false
}

// withheld says why Microsoft does not give the card for this tenant; empty where it does.
func (s *section) withheld() string {
	tenant := s.page.tenant.FullName()
	switch s.card.Availability {
	case m365.NeedsPremium:
		return "Microsoft gives " + s.kind.what + " only of tenants with Microsoft Entra ID P1 or P2, and " + tenant + " has neither."
	case m365.NoPermission:
		return "Your GDAP roles, or the consent, do not let you read " + s.kind.what + " of " + tenant + ". " + s.kind.role + " is enough."
	}
	return ""
}

func (s *section) show() {
	if s.view != nil {
		s.view.show()
	}
	if s == s.page.open() {
		s.page.showBusy()
	}
}

func (s *section) tellAge() {
	if s.view != nil {
		s.view.tellAge()
	}
}

// age says when the card was read.
func (s *section) age() string {
	switch {
	case s.known && s.reading:
		return s.readWhen() + ", reading again"
	case s.known:
		return s.readWhen()
	case s.reading:
		return "Reading from Microsoft"
	}
	return "Not read yet"
}

func (s *section) readWhen() string { return "Read " + s.page.when(table.Cell{Time: s.card.Taken}) }

// trouble says why the last reading failed, where there is something older to show, or what it could not read; empty where
// all was read.
func (s *section) trouble() string {
	switch {
	case !s.known:
		return ""
	case s.failure != nil:
		return s.failure.Sentence()
	case len(s.card.Lacks) > 0:
		return "Not complete. " + s.card.Lacks[0].Sentence()
	}
	return ""
}

// tellText shows trouble on a bar, with what can be done; an empty text hides it.
func (s *section) tellText(banner *widget.Banner, text string) {
	banner.Hidden = text == ""
	if text == "" {
		return
	}
	tone, again := table.Caution, widget.Action{Label: "Retry", Do: s.read}
	if s.failure != nil {
		tone, again = table.Danger, page.Again(s.page.o.Host, *s.failure, s.read)
	}
	banner.Set(tone, text, again, widget.Action{Label: "Copy details", Do: s.copyFailure})
}

// copyFailure copies all that is known of what went wrong.
func (s *section) copyFailure() {
	if s.failure != nil {
		s.page.o.Host.Copy(s.failure.Details())
		return
	}
	var texts []string
	for _, lack := range s.card.Lacks {
		texts = append(texts, lack.Of+"\n"+lack.Details())
	}
	s.page.o.Host.Copy(strings.Join(texts, "\n\n"))
}
