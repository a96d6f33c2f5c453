package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	fynewidget "fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// lamps are texts that say whether they are on. How many there are changes.
type lamps struct {
	fynewidget.BaseWidget
	on    bool
	texts []fyne.CanvasObject
}

func newLamps() *lamps {
	l := &lamps{texts: []fyne.CanvasObject{canvas.NewText("", nil)}}
	l.ExtendBaseWidget(l)
	return l
}

func (l *lamps) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{
		Of: l, Parts: func() []fyne.CanvasObject { return l.texts }, Draw: l.draw, Place: l.place,
	})
}

func (l *lamps) draw() {
	for _, text := range l.texts {
		text.(*canvas.Text).Text = map[bool]string{true: "on", false: "off"}[l.on]
	}
}

func (l *lamps) place(size fyne.Size) {
	for _, text := range l.texts {
		text.Resize(size)
	}
}

func TestARefreshDrawsAndPlacesThePartsThatThereAreNow(t *testing.T) {
	l := newLamps()
	newStage(t, l)
	l.Resize(fyne.NewSize(40, 20))
	require.Equal(t, "off", l.texts[0].(*canvas.Text).Text)

	l.on = true
	l.texts = append(l.texts, canvas.NewText("", nil))
	l.Refresh()
	require.Equal(t, l.texts, test.WidgetRenderer(l).Objects())
	for _, text := range l.texts {
		require.Equal(t, "on", text.(*canvas.Text).Text)
		require.Equal(t, fyne.NewSize(40, 20), text.Size())
	}
}

func TestAWidgetMayBeRefreshedBeforeItIsShown(t *testing.T) {
	chip := widget.NewChip("Tenant Name", "Contoso", func() {})
	chip.Refresh()
	require.True(t, newStage(t, chip).reads("Contoso"))
}

func TestAWidgetWithoutALeastSizeNeedsNoRoom(t *testing.T) {
	require.Zero(t, newLamps().MinSize())
}
