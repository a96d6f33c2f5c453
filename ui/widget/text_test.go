package widget_test

import (
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestACutTextFitsAndIsABeginningOfTheWhole(t *testing.T) {
	cutter := widget.NewCutter()
	texts := rapid.OneOf(
		rapid.StringMatching(`[A-Za-z .@-]{0,60}`),
		rapid.StringOfN(rapid.RuneFrom([]rune("محمد الأحمد李小龙김민준Нинаสมชาย")), 0, 30, -1),
	)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(strings.Fields(texts.Draw(t, "text")), " ")
		width := float32(rapid.IntRange(20, 400).Draw(t, "width"))
		bold := rapid.Bool().Draw(t, "bold")
		cut := cutter.Cut(text, width, 13, bold)
		if cut == text {
			require.LessOrEqual(t, widget.Measure(text, 13, bold).Width, width*1.05+2)
			return
		}
		require.True(t, strings.HasSuffix(cut, widget.Ellipsis))
		require.True(t, strings.HasPrefix(text, strings.TrimSuffix(cut, widget.Ellipsis)))
		require.LessOrEqual(t, widget.Measure(cut, 13, bold).Width, width*1.12+4)
		require.Equal(t, cut, cutter.Cut(text, width, 13, bold), "the second time is remembered")
	})
}

func TestLineBreaksDoNotBreakATablesLine(t *testing.T) {
	require.Equal(t, "first second", widget.Cut("first\r\n\tsecond", 400, 13, false))
}

func TestWrappedLinesFitAndLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,14}`), 1, 20).Draw(t, "words")
		width := float32(rapid.IntRange(30, 300).Draw(t, "width"))
		lines := widget.Wrap(strings.Join(words, " "), width, 13, false)
		for _, line := range lines {
			require.LessOrEqual(t, widget.Measure(line, 13, false).Width, width)
		}
		require.Equal(t, strings.Join(words, ""), strings.ReplaceAll(strings.Join(lines, ""), " ", ""))
	})
}

func TestAnAddressThatIsWiderThanALineIsBrokenWhereAReaderWould(t *testing.T) {
	for text, want := range map[string][]string{
		"adele_bennett@humongousinsurance.com":       {"adele_bennett", "@humongousinsurance.com"},
		"of adele_bennett@humongousinsurance.com in": {"of", "adele_bennett", "@humongousinsurance.com", "in"},
		"https://login.microsoftonline.com/common":   {"https://login.microsoftonline.", "com/common"},
		"Donaudampfschifffahrtsgesellschaft":         {"Donaudampfschifffahrtsgese", "llschaft"},
	} {
		require.Equal(t, want, widget.Wrap(text, 180, 13, false))
	}
}

func TestNoWidthAtAllStillEndsAndLosesNothing(t *testing.T) {
	for _, width := range []float32{0, -10} {
		require.Equal(t, "ab", strings.Join(widget.Wrap("ab", width, 13, false), ""))
	}
}

func TestAParagraphIsAsHighAsItsLines(t *testing.T) {
	p := widget.NewParagraph("One two three four five six seven eight nine ten.", 400)
	low := p.MinSize().Height
	p.Resize(fyne.NewSize(80, 10))
	require.Greater(t, p.MinSize().Height, 2*low)
	p.Resize(fyne.NewSize(400, 10))
	require.InDelta(t, low, p.MinSize().Height, 0.5)
}

func TestInitialsComeFromTheFirstAndTheLastWord(t *testing.T) {
	for name, want := range map[string]string{
		"Adele Vance": "AV", "Anna Maria van der Berg": "AB", "madonna": "M", "李 小龙": "李小", "": "?", "  - ": "?", "(guest) Zoë": "GZ",
	} {
		require.Equal(t, want, widget.Initials(name), name)
	}
}

func TestABadgeIsNotSeenBeforeItHasACount(t *testing.T) {
	b := widget.NewBadge()
	s := newStage(t, b)
	require.Empty(t, s.Robot.Texts())
	b.Set(12406, false)
	require.True(t, s.Robot.Has("12,406"))
	b.Set(0, false)
	require.True(t, s.Robot.Has("0"))
	b.Set(0, true)
	require.True(t, s.Robot.Has("0+"))
}

func TestAPillChangesWordAndTone(t *testing.T) {
	p := widget.NewPill("Pending", table.Neutral)
	s := newStage(t, p)
	before := s.Win.Canvas().Capture()
	p.SetState("Failed", table.Danger)
	require.True(t, s.Robot.Has("Failed"))
	require.NotEqual(t, before, s.Win.Canvas().Capture())
}

func TestProgressStaysBetweenNothingAndAll(t *testing.T) {
	p := widget.NewProgress()
	s := newStage(t, p)
	drawn := func(fraction float32) image.Image {
		p.Set(fraction)
		return s.Win.Canvas().Capture()
	}
	nothing, all := drawn(0), drawn(1)
	require.NotEqual(t, nothing, all)
	require.Equal(t, nothing, drawn(-1))
	require.Equal(t, all, drawn(3))
}

func TestATextThatFitsIsNotCutForItsKerning(t *testing.T) {
	for _, name := range []string{"Jordan Tan", "Northwind Traders Info", "AV Toyota", "Yes, this user is meant"} {
		for _, size := range []float32{13, 20} {
			width := widget.Measure(name, size, true).Width
			require.Equal(t, name, widget.Cut(name, width, size, true))
		}
	}
}

func TestATextIsCutExactlyWhereItDoesNotFit(t *testing.T) {
	newStage(t)
	cutter := widget.NewCutter()
	for _, text := range []string{
		"Adele Vance 12345", "AVATAR Ta. To. Wy, LT", "office affluent fjord", "Łukasz Żółć", "Ἀχιλλεύς", "Тарас Шевченко",
		"r.v.w.y@contoso.example",
	} {
		for _, bold := range []bool{false, true} {
			exact := widget.Measure(text, 13, bold).Width
			for off := float32(-8); off <= 8; off += 0.25 {
				require.Equal(t, exact <= exact+off, cutter.Cut(text, exact+off, 13, bold) == text, "%s, %v off", text, off)
			}
		}
	}
}

func TestWhatTellsANameApartStaysInANarrowPlace(t *testing.T) {
	newStage(t)
	cut := func(text string, width float32) string {
		shown := widget.CutName(text, width, 13, false)
		require.LessOrEqual(t, widget.Measure(shown, 13, false).Width, width+1, shown)
		return shown
	}
	for _, width := range []float32{150, 170, 220, 400} {
		for _, twins := range [][2]string{
			{"Contoso (contoso-west.onmicrosoft.com)", "Contoso (contoso-east.onmicrosoft.com)"},
			{"Contoso (contoso-west.com)", "Contoso (contoso-east.com)"},
			{"Contoso Dental (contosodental.com)", "Contoso Dental (contosodental.co.uk)"},
		} {
			require.NotEqual(t, cut(twins[0], width), cut(twins[1], width), width)
		}
	}
	require.Equal(t, "contoso-west…", widget.CutMark("contoso-west.onmicrosoft.com", 100, 13, false))
	middle := widget.CutMark("northwind-traders-retail.com", 120, 13, false)
	require.True(t, strings.HasPrefix(middle, "nor"), middle)
	require.True(t, strings.HasSuffix(middle, "retail.com"), middle)
}

func TestOnlyADomainAtTheEndOfALineIsKept(t *testing.T) {
	line := func(text string) string {
		drawn := widget.NewCutText(text, widget.TextLook{Colour: "foreground", Size: "text"})
		s := newStage(t, drawn)
		drawn.Resize(fyne.NewSize(160, 20))
		return strings.Join(s.Robot.Texts(), "")
	}
	require.True(t, strings.HasSuffix(line("Adele Vance · Contoso Dental (contoso.com)"), "(contoso.com)"))
	require.False(t, strings.HasSuffix(line("The relationship ended too early (on Monday)"), ")"))
}

func TestANameIsCutBeforeWhatTellsItApart(t *testing.T) {
	const whole = "The Very Long Name of a Foundation (foundation.example)"
	cut := widget.CutName(whole, 240, 13, false)
	require.True(t, strings.HasPrefix(cut, "The Very"), cut)
	require.True(t, strings.HasSuffix(cut, "… (foundation.example)"), cut)
	require.LessOrEqual(t, widget.Measure(cut, 13, false).Width, float32(240))
	require.Equal(t, whole, widget.CutName(whole, 1000, 13, false))
	require.Equal(t, widget.Cut("A name without any mark at all", 100, 13, false), widget.CutName("A name without any mark at all", 100, 13, false))
}
