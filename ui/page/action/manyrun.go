package action

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// running shows how each user stands, while they are carried out and afterwards.
func (m *many) running() {
	if !m.form.isOpen() && m.form.dialog != nil {
		return
	}
	m.form.show(view{
		head: m.head, width: m.width(), keeps: m.table.content,
		body:    m.content(m.tiles.content),
		left:    m.runLinks(),
		buttons: m.runButtons(),
	})
}

func (m *many) runButtons() []*widget.Button {
	if m.active {
		stop := widget.NewButton(widget.DangerText, "Stop after these", "", m.stop)
		if m.stopping {
			stop.DisableBecause("Those who are under way come to their end")
		}
		return []*widget.Button{stop, m.closeButton("Run in background")}
	}
	buttons := []*widget.Button{m.closeButton("Close")}
	retry := widget.Primary
	if secrets := m.secrets(); secrets > 0 {
		retry = widget.Secondary
		label := "Show passwords (" + table.Thousands(int64(secrets)) + ")"
		buttons = append(buttons, widget.NewButton(widget.Primary, label, "", m.showSecrets))
	}
	if m.counts.Waiting > 0 {
		label := "Go on with " + table.Counted(m.counts.Waiting, "user", "users")
		buttons = append(buttons, widget.NewButton(widget.Secondary, label, "", m.goOn).WithoutEnter())
	}
	if m.counts.Troubled() > 0 {
		label := "Retry failed (" + table.Thousands(int64(m.counts.Troubled())) + ")"
		buttons = append(buttons, m.again(retry, label, m.retry))
	}
	return buttons
}

// again is the button that does again what failed: at once, or after a sign-in where it failed for want of one.
func (m *many) again(kind widget.ButtonKind, label string, do func()) *widget.Button {
	for _, user := range m.users {
		if user.Failure != nil && user.Failure.SignIn {
			onward := m.form.again(m.a.o.Host, *user.Failure, m.openForm, do)
			return widget.NewButton(kind, onward.Label, "", onward.Do)
		}
	}
	return widget.NewButton(kind, label, "", do).WithoutEnter()
}

// runLinks are what can be done with the run as a whole.
func (m *many) runLinks() fyne.CanvasObject {
	links := page.Row(page.Apart, widget.NewLink("Copy summary for ticket", m.copySummary))
	if m.active || m.operation.Action == change.Undo {
		return links
	}
	if tasks := m.run.Undo(); len(tasks) > 0 {
		links.Add(widget.NewLink("Undo "+table.Counted(len(tasks), "change", "changes"), func() { m.undo(tasks) }))
	}
	return links
}

func (m *many) copySummary() {
	m.a.o.Host.Copy(m.run.Summary(m.a.o.Host.Printer()))
}

// waits names a tenant of which Microsoft asked to wait, among those whose users are under way.
func (m *many) waits() string {
	for _, user := range m.users {
		if user.State != bulk.Running {
			continue
		}
		if wait := m.a.waitOf(user.Target.Key.Tenant); wait != "" {
			return tenantName(user.Target) + ": " + wait
		}
	}
	return ""
}

// tile is a number of users with what it counts.
type tile struct {
	label  string
	colour fyne.ThemeColorName
}

var manyStates = []tile{
	{"Done", theme.ColorNameGood},
	{"Running", theme.ColorNameInk},
	{"Waiting", theme.ColorNameInk},
	{"Failed", theme.ColorNameDanger},
	{"Not certain", theme.ColorNameCaution},
}

// manyTiles are how many users stand how, and how far the whole is.
type manyTiles struct {
	content *fyne.Container
	numbers []*widget.Text
	bar     *widget.Progress
	far     *widget.CutText
}

const (
	tileRoom float32 = 104
	tileHigh float32 = 68
	farRoom  float32 = 80
)

func newManyTiles(states []tile) *manyTiles {
	t := &manyTiles{bar: widget.NewProgress(), far: widget.NewCutText(" ", mutedText)}
	tiles := page.Row(page.Gap)
	for _, tile := range states {
		number := widget.NewTextIn("0", widget.TextLook{Colour: tile.colour, Size: theme.SizeNameTitle, Bold: true})
		t.numbers = append(t.numbers, number)
		tiles.Add(page.AtLeast(tileRoom, tileHigh, panelOf(page.Column(page.Tight, widget.NewMuted(tile.label), number))))
	}
	tiles.Add(page.Fill(page.AtLeast(farRoom, tileHigh, panelOf(page.Column(page.Near, page.Space(), t.bar, t.far, page.Space())))))
	t.content = tiles
	return t
}

func panelOf(content fyne.CanvasObject) fyne.CanvasObject {
	return widget.NewPanel(page.Inset(page.Near, page.Apart, page.Near, page.Apart, content))
}

// set shows how many stand how, and how far the whole is. waits says why it does not go on; empty where nothing holds it up.
func (t *manyTiles) set(counts []int, part float32, far, waits string) {
	for i, count := range counts {
		t.numbers[i].SetText(table.Thousands(int64(count)))
	}
	t.bar.Set(part)
	if waits != "" {
		far += " · " + waits
	}
	t.far.SetText(far)
}

// setTiles shows how many users stand how.
func (m *many) setTiles() {
	counts := m.counts
	m.tiles.set([]int{counts.Done, counts.Running, counts.Waiting, counts.Failed, counts.Unknown},
		float32(counts.Ended())/float32(max(1, counts.Meant())),
		table.Thousands(int64(counts.Ended()))+" of "+table.Counted(counts.Meant(), "user", "users"), m.waits())
}
