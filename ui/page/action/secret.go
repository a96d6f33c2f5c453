package action

import (
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	// secretWaits is how long a message offers a secret whose form was closed before it was there.
	secretWaits = 24 * time.Hour
	// secretRoom holds two lines, so that showing the secret moves nothing.
	secretRoom float32 = 46
	// masked does not tell how long the secret is.
	masked = "••••••••••••••••"
)

// secretWords are how a secret is given.
type secretWords struct {
	// label names it, copies is its button, show is how a message offers it.
	label, copies, show string
	// done says that it was made.
	done string
	// facts are what the user should know of it, made at a time.
	facts func(made time.Time) []string
}

// giveSecret shows a secret once: masked until asked for, copied alone, gone when the form closes. One that was neither
// shown nor copied is offered again by a message.
func (f *flow) giveSecret(secret m365.Secret, done bool) {
	text := newMono(masked, fynetheme.SizeNameSubHeadingText, true, textWidth-90)
	copied := widget.NewMutedParagraph(f.clearing(), textWidth)
	var reveal *widget.Link
	hidden, seen := true, false
	see := func() {
		seen = true
		f.seen()
	}
	reveal = widget.NewLink("Show", func() {
		hidden = !hidden
		see()
		if hidden {
			text.setText(masked)
			reveal.SetText("Show")
		} else {
			text.setText(secret.Reveal())
			reveal.SetText("Hide")
		}
		f.form.refresh()
	})
	copies := widget.NewButton(widget.Primary, f.secret.copies, "", func() {
		if err := f.a.copier.copy(secret); err != nil {
			copied.SetText("It could not be copied: " + err.Error() + ". Press the button again, or Show and write it down.")
		} else {
			see()
			copied.SetText("Copied. " + f.clearing())
		}
		f.form.refresh()
	})
	f.form.closed = func() {
		unseen := secret
		secret = m365.Secret{}
		text.setText("")
		f.work.Cancel()
		if !seen { // The user's only way in: a message offers it until it was looked at, or closed by its X.
			f.outcome.Secret = unseen
			f.tell()
		}
	}
	field := page.Inset(page.Gap, page.Gap, page.Gap, page.Gap,
		page.AtLeast(0, secretRoom, page.Row(page.Gap, page.Fill(text), page.AtLeast(40, 0, reveal))))
	v := view{
		head:    f.head(),
		body:    page.Column(page.Gap, f.secretState(done), page.Column(page.Tight, widget.NewSmall(f.secret.label), widget.NewPanel(field)), f.secretFacts(), copied),
		buttons: []*widget.Button{f.closeButton(), copies},
		focus:   copies,
	}
	if !done {
		v.left = widget.NewLink("Retry", f.retry)
	}
	f.form.show(v)
}

// secretState says that it was made; where a step is not done, how the steps stand.
func (f *flow) secretState(done bool) fyne.CanvasObject {
	if !done || f.remark != nil {
		return f.endBody()
	}
	return widget.NewBanner(table.Good, f.secret.done)
}

func (f *flow) secretFacts() fyne.CanvasObject {
	facts := page.Column(page.Tight)
	for _, fact := range f.secret.facts(f.outcome.Ended) {
		facts.Add(widget.NewParagraph(fact, textWidth))
	}
	return facts
}

func (f *flow) clearing() string {
	return "It is shown only here, and gone once it was shown or copied and this closes. What you copy is taken off the clipboard after " +
		secondsOf(f.a.o.ClearAfter) + ", if it is still there."
}

func secondsOf(d time.Duration) string {
	return table.Counted(int(d/time.Second), "second", "seconds")
}
