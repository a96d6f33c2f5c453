package program

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// patience is how long the program opens before a window says so.
const patience = time.Second

// opening is a program that opens its data, which after an update may have to be written anew.
type opening struct {
	cancel context.CancelFunc
	// done is closed once the others say how it ended.
	done    chan struct{}
	program *program
	refused error
}

func open(ctx context.Context, in environment) *opening {
	ctx, cancel := context.WithCancel(ctx)
	o := &opening{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(o.done)
		defer crash.Into(&o.refused)
		o.program, o.refused = newProgram(ctx, in)
	}()
	return o
}

// giveUp closes what is open by now, and what is not is not opened any more. What was being written anew is as it was.
func (o *opening) giveUp(ctx context.Context) error {
	o.cancel()
	<-o.done
	return o.program.close(ctx)
}

// await calls show once the program is open or refused, on the window's goroutine: at once, or else within the loop. A window of
// its own says meanwhile what is waited for, and ends the program where a person closes it.
func (w *window) await(o *opening, patience time.Duration, run uithread.Runner, show func()) {
	select {
	case <-o.done:
		show()
		return
	case <-time.After(patience):
	}
	note := w.noteOfOpening()
	note.Show()
	go func() {
		<-o.done
		run(func() {
			show()
			note.Close()
		})
	}()
}

func (w *window) noteOfOpening() fyne.Window {
	w.app.Settings().SetTheme(theme.New(theme.System))
	note := w.app.NewWindow("Tenantkeep")
	note.SetContent(notice(
		widget.NewTitle("Opening the local data"),
		widget.NewParagraph("After an update it is brought up to date first. With very many users, or on a slow disk, that takes a minute or two.", textWidth),
		widget.NewMutedParagraph("You may close this window: the data stays as it is then, and the next start begins again.", textWidth),
	))
	note.Resize(noticeSize)
	note.CenterOnScreen()
	note.SetCloseIntercept(w.app.Quit) // the other window is there, if not to be seen
	return note
}
