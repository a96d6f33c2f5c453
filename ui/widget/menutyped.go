package widget

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// TypedRune goes to the line that begins with all that was typed, or has a word that does. Where there is none, a first
// letter goes on to the next line that has it, and any later one is a slip that changes nothing.
func (l *menuList) TypedRune(typed rune) {
	letter := string(typed)
	switch whole := l.typed + letter; {
	case l.typed != "" && (l.goTo(l.current, whole, (*menuRow).begins) || l.goTo(l.current, whole, (*menuRow).fits)):
		l.typed = whole
	case utf8.RuneCountInString(l.typed) <= 1 && l.goTo(l.current+1, letter, (*menuRow).fits):
		l.typed = letter
	}
}

// goTo points at the first line that fits what was typed, from a line on and around.
func (l *menuList) goTo(from int, typed string, fits func(row *menuRow, typed string) bool) bool {
	for i := range l.rows {
		at := (from + i) % len(l.rows)
		if l.rows[at].item.chosen() && fits(l.rows[at], typed) {
			l.point(at)
			l.seen(at)
			return true
		}
	}
	return false
}

// spells says whether a key is the space within a name that is being typed, and presses nothing.
func (l *menuList) spells(key *fyne.KeyEvent) bool {
	return key.Name == fyne.KeySpace && l.typed != "" &&
		slices.ContainsFunc(l.rows, func(row *menuRow) bool { return row.item.chosen() && row.fits(l.typed+" ") })
}

// begins says whether the label begins with what was typed.
func (r *menuRow) begins(typed string) bool {
	return strings.HasPrefix(table.Fold(r.item.Label), table.Fold(typed))
}

// fits says whether a word of the label, with those after it, begins with what was typed.
func (r *menuRow) fits(typed string) bool {
	words := strings.Fields(table.Fold(r.item.Label))
	for i := range words {
		if strings.HasPrefix(strings.Join(words[i:], " "), table.Fold(typed)) {
			return true
		}
	}
	return false
}
