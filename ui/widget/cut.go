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
type Cutter struct{ cuts map[cutKey]string }

type cutKey struct {
	text  string
	width float32
	size  float32
	bold  bool
	// middle says that the middle is cut out.
	middle bool
}

type faceKey struct {
	size float32
	bold bool
}

// face is what is known of the letters of one size and weight.
type face struct {
	faceKey
	// latin and others are the widths of letters; in latin a letter that was not measured yet has none.
	latin  [unicode.MaxLatin1 + 1]float32
	others map[rune]float32
	// pairs are by how much two letters that follow each other are wider than the sum of both.
	pairs map[[2]rune]float32
}

const (
	// kerning is the most that pairs of letters take off a line, as a part of it.
	kerning = 0.06
	// rounding is the most by which the widths of all pairs of a line miss its width.
	rounding = 1
)

// maxCuts bounds what a Cutter remembers, some screens of a wide table, and the pairs of a face, those of some alphabets.
const maxCuts = 8192

// NewCutter returns a Cutter that remembers nothing yet.
func NewCutter() *Cutter { return &Cutter{cuts: map[cutKey]string{}} }

// shared cuts what stands alone.
var shared = NewCutter()

// faces are once for all that is cut: measuring their letters takes longer than all else of a page that opens. They belong to the
// goroutine that touches widgets.
var faces = map[faceKey]*face{}

// Cut returns text as it fits into width: whole, or its beginning and an ellipsis.
func Cut(text string, width, size float32, bold bool) string {
	return shared.Cut(text, width, size, bold)
}

// Cut returns text as it fits into width: whole, or its beginning and an ellipsis.
func (c *Cutter) Cut(text string, width, size float32, bold bool) string {
	face := faceOf(size, bold)
	if face.surelyFits(text, width) {
		return text
	}
	key := cutKey{text: text, width: width, size: size, bold: bold}
	if known, ok := c.cuts[key]; ok {
		return known
	}
	return c.remember(key, face.cut(oneLine(text), width))
}

// remember keeps what was made of a text, and returns it.
func (c *Cutter) remember(key cutKey, shown string) string {
	if len(c.cuts) >= maxCuts {
		clear(c.cuts)
	}
	c.cuts[key] = shown
	return shown
}

func faceOf(size float32, bold bool) *face {
	key := faceKey{size, bold}
	if known, ok := faces[key]; ok {
		return known
	}
	faces[key] = &face{faceKey: key, others: map[rune]float32{}, pairs: map[[2]rune]float32{}}
	return faces[key]
}

// surelyFits says of most texts that fit that they do, in less time than it takes to remember one.
func (f *face) surelyFits(text string, width float32) bool {
	used := float32(rounding)
	for i := 0; i < len(text) && used <= width; i++ {
		letter := text[i]
		if letter < ' ' || letter >= unicode.MaxASCII {
			return false
		}
		used += f.advance(rune(letter))
	}
	return used <= width || text == ""
}

func (f *face) cut(text string, width float32) string {
	whole := f.widthNear(text, width)
	if whole <= width {
		return text
	}
	// Joined scripts are narrower than the sum of their letters: scale the budget by what shaping saves.
	budget := (width - f.advance('…')) * f.sum(text) / max(whole, 1)
	return f.prefix(text, budget) + Ellipsis
}

// widthNear is the width of a text, exact where it decides whether the text fits into a room.
func (f *face) widthNear(text string, room float32) float32 {
	if !addsUp(text) {
		return f.measure(text) // all of it takes no longer than one of its letters
	}
	width := f.sum(text)
	// Pairs of letters that stand closer than the sum of both, as "Ta", save a little: only near the edge does it matter.
	if width > room && width <= room*(1+kerning) {
		width += f.closeness(text)
	}
	if width > room-rounding && width < room+rounding {
		return f.measure(text)
	}
	return width
}

func (f *face) measure(text string) float32 { return Measure(text, f.size, f.bold).Width }

// addsUp says that a text is of scripts whose letters do not join, so that the sum of their widths is about its own.
func addsUp(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r > unicode.MaxLatin1 && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) && r != '…' && r != '–'
	})
}

// sum adds up the widths of the letters.
func (f *face) sum(text string) (width float32) {
	for _, r := range text {
		width += f.advance(r)
	}
	return width
}

func (f *face) advance(r rune) float32 {
	if r <= unicode.MaxLatin1 {
		if f.latin[r] == 0 {
			f.latin[r] = f.alone(r)
		}
		return f.latin[r]
	}
	width, known := f.others[r]
	if !known {
		width = f.alone(r)
		f.others[r] = width
	}
	return width
}

// alone is the width of a letter; a mark that stands on another has none.
func (f *face) alone(r rune) float32 {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	return f.measure(string(r))
}

// closeness is by how much a text is wider than the sum of its letters, or narrower, for the pairs that stand in it.
func (f *face) closeness(text string) (by float32) {
	first := rune(0)
	for _, second := range text {
		if first != 0 {
			by += f.pair(first, second)
		}
		first = second
	}
	return by
}

func (f *face) pair(first, second rune) float32 {
	key := [2]rune{first, second}
	if by, ok := f.pairs[key]; ok {
		return by
	}
	if len(f.pairs) >= maxCuts {
		clear(f.pairs)
	}
	by := f.measure(string(key[:])) - f.advance(first) - f.advance(second)
	f.pairs[key] = by
	return by
}

func (f *face) prefix(text string, budget float32) string {
	used := float32(0)
	end := len(text)
	for i, r := range text {
		used += f.advance(r)
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

// splitWord returns the beginning of a word that makes a line, at least one letter, and the rest.
func splitWord(word string, fits func(string) bool) (head, tail string) {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && !fits(word[:next]) {
			break
		}
		end = next
	}
	if better := WordBreak(word, word[:end], fits); better > 0 {
		end = better
	}
	return word[:end], word[end:]
}

// WordBreak is where a reader breaks a word whose beginning fills a line: before the domain of an address, or behind a dot or a
// stroke, within the domain behind a dot alone, where the rest fits into a line then; 0 is nowhere.
func WordBreak(word, beginning string, fits func(string) bool) int {
	before, _, _ := strings.Cut(beginning, "@")
	for _, end := range []int{strings.IndexByte(beginning, '@'), strings.LastIndexAny(before, "._-/") + 1, strings.LastIndexByte(beginning, '.') + 1} {
		if end > 0 && fits(word[end:]) {
			return end
		}
	}
	return 0
}
