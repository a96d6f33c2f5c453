package widget

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// Ellipsis stands for what was cut off.
const Ellipsis = "…"

// Cutter cuts texts to a width and remembers what it did, for tables that draw the same texts again and again.
// It belongs to the goroutine that touches widgets.
type Cutter struct {
	cuts     map[cutKey]string
	advances map[advanceKey]float32
}

type cutKey struct {
	text  string
	width float32
	size  float32
	bold  bool
}

type advanceKey struct {
	r    rune
	size float32
	bold bool
}

// kerning is the most that pairs of letters take off a line, as a part of it.
const kerning = 0.06

// maxCuts bounds what a Cutter remembers: some screens of a wide table.
const maxCuts = 8192

// NewCutter returns a Cutter that remembers nothing yet.
func NewCutter() *Cutter {
	return &Cutter{cuts: map[cutKey]string{}, advances: map[advanceKey]float32{}}
}

// Cut returns text as it fits into width: whole, or its beginning and an ellipsis.
func Cut(text string, width, size float32, bold bool) string {
	return NewCutter().Cut(text, width, size, bold)
}

// CutName returns a name as it fits into width. What stands in brackets at its end tells it from others of the same
// beginning: it stays whole.
func CutName(name string, width, size float32, bold bool) string {
	at := strings.Index(name, " (")
	if at < 0 || strings.Count(name, " (") > 1 || !strings.HasSuffix(name, ")") {
		return Cut(name, width, size, bold)
	}
	mark := name[at:]
	return Cut(name[:at], width-Measure(mark, size, bold).Width, size, bold) + mark
}

// Cut returns text as it fits into width: whole, or its beginning and an ellipsis.
func (c *Cutter) Cut(text string, width, size float32, bold bool) string {
	if text == "" {
		return ""
	}
	key := cutKey{text, width, size, bold}
	if cut, ok := c.cuts[key]; ok {
		return cut
	}
	if len(c.cuts) >= maxCuts {
		clear(c.cuts)
	}
	cut := c.cut(oneLine(text), width, size, bold)
	c.cuts[key] = cut
	return cut
}

func (c *Cutter) cut(text string, width, size float32, bold bool) string {
	estimate, simple := c.estimate(text, size, bold)
	whole := estimate
	// Pairs of letters that stand closer than the sum of both, as "Ta", save a little: only near the edge does it matter.
	if !simple || estimate > width && estimate <= width*(1+kerning) {
		whole = Measure(text, size, bold).Width
	}
	if whole <= width {
		return text
	}
	// Joined scripts are narrower than the sum of their letters: scale the budget by what shaping saves.
	budget := (width - c.advance('…', size, bold)) * estimate / max(whole, 1)
	return c.prefix(text, budget, size, bold) + Ellipsis
}

// estimate adds up the widths of the letters. It is exact enough for scripts whose letters do not join.
func (c *Cutter) estimate(text string, size float32, bold bool) (width float32, simple bool) {
	simple = true
	for _, r := range text {
		if r > unicode.MaxLatin1 && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) && r != '…' && r != '–' {
			simple = false
		}
		width += c.advance(r, size, bold)
	}
	return width, simple
}

func (c *Cutter) advance(r rune, size float32, bold bool) float32 {
	key := advanceKey{r, size, bold}
	if width, ok := c.advances[key]; ok {
		return width
	}
	width := float32(0)
	if !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		width = Measure(string(r), size, bold).Width
	}
	c.advances[key] = width
	return width
}

func (c *Cutter) prefix(text string, budget, size float32, bold bool) string {
	used := float32(0)
	end := len(text)
	for i, r := range text {
		used += c.advance(r, size, bold)
		if used > budget {
			end = i
			break
		}
	}
	// A mark that belongs to the letter after the cut, or a joiner, must not stay behind alone.
	return strings.TrimRightFunc(text[:end], func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
}

// oneLine makes a text safe for one line of a table: a line break would be drawn as a box.
func oneLine(text string) string {
	if !strings.ContainsAny(text, "\r\n\t") {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}

// Wrap breaks a text into lines of at most width, at spaces, and inside a word only where the word is wider.
func Wrap(text string, width, size float32, bold bool) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, wrapLine(paragraph, width, size, bold)...)
	}
	return lines
}

func wrapLine(text string, width, size float32, bold bool) []string {
	style := fyne.TextStyle{Bold: bold}
	fits := func(s string) bool { return fyne.MeasureText(s, size, style).Width <= width }
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		candidate := word
		if line != "" {
			candidate = line + " " + word
		}
		if fits(candidate) {
			line = candidate
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = word
		for line != "" && !fits(line) {
			head, tail := splitWord(line, fits)
			lines = append(lines, head)
			line = tail
		}
	}
	return append(lines, line)
}

// splitWord returns the longest beginning that fits, at least one letter, and the rest.
func splitWord(word string, fits func(string) bool) (head, tail string) {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && !fits(word[:next]) {
			break
		}
		end = next
	}
	return word[:end], word[end:]
}
