package widget_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	fynewidget "fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
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

// placed is what a widget is drawn of, and where.
func placed(objects []fyne.CanvasObject) []string {
	told := make([]string, len(objects))
	for i, object := range objects {
		told[i] = fmt.Sprintf("%T %v %v", object, object.Position(), object.Size())
		if text, ok := object.(*canvas.Text); ok {
			told[i] += " " + text.Text
		}
	}
	return told
}

func TestAWidgetThatWasHiddenForLongIsDrawnAsBefore(t *testing.T) {
	for name, drawn := range map[string]fyne.Widget{
		"heading": widget.NewHeading("Register the application"), "small": widget.NewSmall("Or by hand"),
		"cut": widget.NewCutText("Contoso", widget.TextLook{Size: "text", Colour: "ink"}), "paragraph": widget.NewParagraph("Two words", 200),
		"chip": widget.NewChip("Tenant Name", "Contoso", func() {}), "link": widget.NewLink("Retry", func() {}),
		"pill": widget.NewPill("Done", table.Good), "button": widget.NewButton(widget.Primary, "Turn On", "", func() {}),
		"avatar": widget.NewAvatar("Adele Vance", 32), "icon": widget.NewIcon(icons.User, "ink"), "check": widget.NewCheck("All", true, func(bool) {}),
		"segments": widget.NewSegments("Theme", []string{"Light", "Dark"}, 0, func(int) {}),
		"tabs":     widget.NewTabs([]widget.Tab{{ID: "a", Title: "Details"}, {ID: "b", Title: "Roles"}}, func(string) {}),
		"banner":   widget.NewBanner(table.Caution, "A sentence."), "progress": widget.NewProgress(),
	} {
		t.Run(name, func(t *testing.T) {
			drawn.Refresh() // drawn before it has a size, as within what is hidden
			newStage(t, drawn)
			before := placed(test.WidgetRenderer(drawn).Objects())
			// Fyne forgets the renderers of what is not seen for a minute, and asks for others.
			require.Equal(t, before, placed(drawn.CreateRenderer().Objects()))
		})
	}
}

func TestATextThatWasHiddenForLongBeforeItWasSeenIsDrawn(t *testing.T) {
	heading := widget.NewHeading("Register the application")
	heading.Refresh()
	heading.CreateRenderer() // the first one was forgotten
	newStage(t, heading)
	require.Equal(t, heading.Size(), test.WidgetRenderer(heading).Objects()[0].Size())
}
