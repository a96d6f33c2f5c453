package action

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/country"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	placesWidth  float32 = 300
	placesHeight float32 = 260
)

// mutedText is a line of second rank that gives way to a narrow place.
var mutedText = widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText}

// placeChooser asks for the usage location of a user who has none.
type placeChooser struct {
	canvas  fyne.Canvas
	code    string
	button  *widget.Button
	content *fyne.Container
	changed func()
}

func newPlaceChooser(canvas fyne.Canvas, changed func()) *placeChooser {
	p := &placeChooser{canvas: canvas, changed: changed}
	p.button = widget.NewMenuButton(widget.Secondary, "Choose usage location", "", nil)
	p.button.SetOnTapped(p.open)
	why := widget.NewCutText("The user has no usage location. Microsoft needs one before it gives a license.", mutedText)
	p.content = page.Row(page.Gap, p.button, page.Fill(why))
	return p
}

func (p *placeChooser) choose(code string) {
	p.code = code
	p.button.SetLabel("Usage location: " + country.Name(code))
	p.content.Refresh()
	p.changed()
}

// open shows the countries, with a field to search them.
func (p *placeChooser) open() {
	shown := countries()
	var popup *widget.Popup
	list := fynewidget.NewList(
		func() int { return len(shown) },
		func() fyne.CanvasObject {
			return page.Inset(page.Tight, page.Near, page.Tight, page.Near, widget.NewText(""))
		},
		func(at fynewidget.ListItemID, object fyne.CanvasObject) {
			object.(*fyne.Container).Objects[0].(*widget.Text).SetText(placeName(shown[at]))
		},
	)
	list.HideSeparators = true
	choose := func(code string) {
		popup.Close()
		p.choose(code)
	}
	list.OnSelected = func(at fynewidget.ListItemID) { choose(shown[at]) }
	search := widget.NewEntry("Search countries", "Search countries")
	search.OnChanged = func(text string) {
		shown = slices.DeleteFunc(countries(), func(code string) bool { return !matches(placeName(code), text) })
		list.Refresh()
	}
	search.OnSubmitted = func(string) {
		if len(shown) > 0 {
			choose(shown[0])
		}
	}
	body := page.Column(page.Near, search, page.AtLeast(placesWidth, placesHeight, list))
	popup = widget.NewPopup(page.Inset(page.Gap, page.Gap, page.Gap, page.Gap, body), p.canvas)
	popup.ShowUnder(p.button, false)
	p.canvas.Focus(search)
}

func placeName(code string) string { return country.Name(code) + " (" + code + ")" }

// countries are the codes of all countries that have a name, by name.
func countries() []string {
	var codes []string
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			if code := string([]rune{first, second}); country.Name(code) != "" {
				codes = append(codes, code)
			}
		}
	}
	slices.SortFunc(codes, func(a, b string) int {
		return strings.Compare(table.Fold(country.Name(a)), table.Fold(country.Name(b)))
	})
	return codes
}
