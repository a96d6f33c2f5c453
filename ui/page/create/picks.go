package create

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// pick is a role, a product or a group that a new user can have.
type pick struct {
	write change.Write
	note  string
	// fixed says why it cannot be chosen; empty where it can.
	fixed string
}

// kind is what differs between the lists.
type kind struct {
	tab, noun string
	// read gives what there is; for groups what fits a text.
	read func(ctx context.Context, tenant m365.TenantID, text string) ([]pick, error)
	// searches says that read looks for the text at Microsoft, because there are too many to be read whole.
	searches bool
	// below says that what is to be said of each is long, and stands under its name.
	below bool
}

// picks is the list of a tab, of which a person ticks some.
type picks struct {
	p      *Page
	kind   kind
	search *widget.Entry
	status *widget.Text
	list   *widget.List
	state  *fyne.Container

	found []pick
	shown []pick
	// known says that the list was read, further that it is read once more after that.
	known, reading, further bool
	round                   int
	content                 *fyne.Container
}

func newPicks(p *Page, k kind, above ...fyne.CanvasObject) *picks {
	l := &picks{p: p, kind: k, search: widget.NewEntry("Search "+k.noun, "Search "+k.noun), status: widget.NewMuted(""), state: container.NewStack()}
	l.search.OnChanged = func(string) { l.look() }
	l.status.Hide()
	l.list = widget.NewList("Rows of "+k.noun,
		func() int { return len(l.shown) },
		func() fyne.CanvasObject { return newPickRow(l) },
		func(at fynewidget.ListItemID, object fyne.CanvasObject) { object.(*pickRow).set(l.shown[at]) },
	)
	l.list.OnSelected = func(at fynewidget.ListItemID) { l.list.Unselect(at) }
	l.content = page.Column(page.Gap, page.Column(page.Gap, above...), page.Row(page.Near, page.Fill(l.search), l.status), page.Fill(page.Over(l.list, l.state)))
	return l
}

// forget drops what was read of another tenant.
func (l *picks) forget() {
	l.round++
	l.found, l.known, l.reading, l.further = nil, false, false, false
	l.draw()
}

// open reads the list where it was not read yet.
func (l *picks) open() {
	if l == nil {
		return
	}
	switch {
	case l.p.known.id == "":
		l.say(container.NewCenter(widget.NewMuted("Choose the tenant first.")))
	case !l.known:
		l.look()
	}
}

func (l *picks) look() {
	switch {
	case l.p.known.id == "":
	case l.known && !l.kind.searches:
		l.draw()
	case l.reading:
		l.further = true
	default:
		l.seek()
	}
}

func (l *picks) seek() {
	l.reading = true
	l.setStatus("Searching")
	if !l.known {
		l.say(container.NewCenter(widget.NewMuted("Reading the " + l.kind.noun)))
	}
	round, tenant, text := l.round, l.p.known.id, strings.TrimSpace(l.search.Text)
	l.p.o.Work.Do(func(ctx context.Context) func() {
		found, err := l.kind.read(ctx, tenant, text)
		return func() {
			if round == l.round {
				l.sought(found, err)
			}
		}
	})
}

func (l *picks) sought(found []pick, err error) {
	l.reading = false
	l.setStatus("")
	if l.further {
		l.further = false
		l.seek()
		return
	}
	if err != nil {
		failure := l.p.o.Host.Explain(err)
		l.say(widget.NewErrorState(failure.Sentence(), page.Again(l.p.o.Host, failure, l.seek), func() { l.p.o.Host.Copy(failure.Details()) }))
		return
	}
	l.found, l.known = found, true
	l.draw()
}

func (l *picks) setStatus(text string) {
	l.status.SetText(text)
	l.status.Hidden = text == ""
	page.Lay(l.content)
}

func (l *picks) say(state fyne.CanvasObject) {
	l.shown = nil
	l.list.Refresh()
	l.state.Objects = []fyne.CanvasObject{state}
	l.state.Refresh()
}

// draw shows what fits the search. What is chosen and was not found stands before it.
func (l *picks) draw() {
	if !l.known {
		return
	}
	l.shown = nil
	text := strings.TrimSpace(l.search.Text)
	for _, write := range l.p.draft.chosen[l.kind.tab] {
		if !slices.ContainsFunc(l.found, func(one pick) bool { return one.write.Subject == write.Subject }) {
			l.shown = append(l.shown, pick{write: write})
		}
	}
	for _, one := range l.found {
		if l.kind.searches || strings.Contains(table.Fold(one.write.Name), table.Fold(text)) {
			l.shown = append(l.shown, one)
		}
	}
	l.state.Objects = nil
	if len(l.shown) == 0 {
		l.state.Objects = []fyne.CanvasObject{widget.NewEmptyState("No "+l.kind.noun+" match.", widget.Action{})}
	}
	l.state.Refresh()
	l.list.Refresh()
}
