package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	forged  = "Adele \u202eecnaV\u200b"
	because = "Suspicious: characters that are not seen: right-to-left override (U+202E), zero width space (U+200B)."
)

// drawn are the texts of a window joined, as they stand on the screen.
func (s *stage) drawn() string { return strings.Join(s.Robot.Texts(), " ") }

func TestANameThatTurnsWhatIsAroundItIsDrawnWithoutAndExplainedOnHover(t *testing.T) {
	text := widget.NewCutText(forged, widget.TextLook{Colour: "ink", Size: "text"})
	s := newStage(t, text)
	require.NotContains(t, s.drawn(), "\u202e")
	require.NotContains(t, s.drawn(), "\u200b")
	require.True(t, s.reads("Adele ecnaV"))
	s.point(text)
	require.Contains(t, s.drawn(), "right-to-left override (U+202E)")
	require.NotContains(t, s.drawn(), "\u202e")
	require.Equal(t, forged, text.AccessibilityLabel(), "what is kept stays as it is")
}

func TestAParagraphAndAToastSayWhatIsSuspicious(t *testing.T) {
	s := newStage(t, widget.NewParagraph("Blocked the sign-in of "+forged+".", 600))
	require.Contains(t, s.drawn(), because)
	require.NotContains(t, s.drawn(), "\u202e")

	stack := widget.NewToastStack()
	s.Win.SetContent(stack)
	s.Win.Resize(fyne.NewSize(800, 600))
	stack.Add(widget.NewToast(table.Good, "Blocked the sign-in of "+forged+".", nil))
	require.Contains(t, s.drawn(), "right-to-left override")
}

func TestADialogSaysWhatIsSuspiciousInItsTitle(t *testing.T) {
	s := newStage(t)
	widget.ShowDialog(s.Win.Canvas(), widget.DialogOptions{Title: "Block " + forged, Content: widget.NewText("Sure?")})
	require.Contains(t, s.drawn(), "Block Adele ecnaV")
	require.Contains(t, s.drawn(), "zero width space")
}

func TestTextThatIsReadFromTheRightIsDrawnTheSameEveryTime(t *testing.T) {
	text := widget.NewParagraph("רחוב הרצל 12", 600)
	s := newStage(t, text)
	before := s.drawn()
	text.Refresh()
	text.Refresh()
	require.Equal(t, before, s.drawn())
}
