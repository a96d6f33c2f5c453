package action

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/country"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// mutedText is a line of second rank that gives way to a narrow place.
var mutedText = widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText}

// placeChooser asks for the usage location of a user who has none.
type placeChooser struct {
	code    string
	button  *widget.Button
	reason  *widget.CutText
	content *fyne.Container
	changed func()
}

func newPlaceChooser(canvas fyne.Canvas, changed func()) *placeChooser {
	p := &placeChooser{changed: changed}
	p.button = widget.NewMenuButton(widget.Secondary, "Choose usage location", "", nil)
	p.button.SetOnTapped(func() { ShowPlaces(canvas, p.button, Countries(), p.choose) })
	p.reason = widget.NewCutText("The user has no usage location. Microsoft needs one before it gives a license.", mutedText)
	p.content = page.Row(page.Gap, p.button, page.Fill(p.reason))
	return p
}

// why says what the usage location is needed for.
func (p *placeChooser) why(text string) { p.reason.SetText(text) }

func (p *placeChooser) choose(code string) {
	p.code = code
	p.button.SetLabel("Usage location: " + country.Name(code))
	p.content.Refresh()
	p.changed()
}

// ShowPlaces shows countries under a button, with a field to search them.
func ShowPlaces(canvas fyne.Canvas, under fyne.CanvasObject, codes []string, choose func(code string)) {
	shown := codes
	list := newPicked(canvas, "Search countries")
	list.rows = func() []string {
		names := make([]string, len(shown))
		for i, code := range shown {
			names[i] = PlaceName(code)
		}
		return names
	}
	list.search.OnChanged = func(text string) {
		shown = slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return !matches(PlaceName(code), text) })
		list.refresh()
	}
	list.chosen = func(at int) { choose(shown[at]) }
	list.show(under)
}

// PlaceName names a country, and that there is none.
func PlaceName(code string) string {
	if code == "" {
		return "None"
	}
	return country.Name(code) + " (" + code + ")"
}

// Countries are the codes of all countries that have a name, by name.
func Countries() []string {
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
