package program

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/ui/theme"
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

// giveUp closes what is open by now, and what is not is not opened any more. It returns a defect that came meanwhile.
func (o *opening) giveUp(ctx context.Context) error {
	o.cancel()
	<-o.done
	if broke := (*crash.Error)(nil); errors.As(o.refused, &broke) {
		return broke
	}
	return o.program.close(ctx)
}

// isDone says that the program is open or refused.
func (o *opening) isDone() bool {
	select {
	case <-o.done:
		return true
	default:
		return false
	}
}

// await calls show once the program is open or refused: at once, or else within the loop, which a person may end before. A window
// of its own says meanwhile what is waited for.
func (w *window) await(o *opening, patience time.Duration, eachFrame func(do func() (goOn bool)), show func()) {
	select {
	case <-o.done:
		show()
		return
	case <-time.After(patience):
	}
	note := w.noteOfOpening()
	note.Show()
	eachFrame(func() (goOn bool) {
		if !o.isDone() {
			return true
		}
		show()
		note.Close()
		return false
	})
}

// eachFrame calls do for every frame of the loop, on the window's goroutine, until that says no. What fyne.Do gets once the loop
// has ended it runs all the same, on the goroutine of its caller.
func eachFrame(do func() (goOn bool)) {
	var frames *fyne.Animation
	frames = fyne.NewAnimation(time.Second, func(float32) {
		if !do() {
			frames.Stop()
		}
	})
	frames.RepeatCount = fyne.AnimationRepeatForever
	frames.Start()
}

func (w *window) noteOfOpening() fyne.Window {
	w.app.Settings().SetTheme(theme.New(theme.System))
	note := w.app.NewWindow("Tenantkeep")
	note.SetContent(notice(
		widget.NewTitle("Opening the local data"),
		widget.NewParagraph("After an update it is brought up to date first. With very many users, or on a slow disk, that takes a minute or two.", textWidth),
		widget.NewMutedParagraph("You may close this window: nothing is lost, and the next start goes on.", textWidth),
	))
	note.Resize(noticeSize)
	note.CenterOnScreen()
	note.SetCloseIntercept(w.app.Quit) // the other window is there, if not to be seen
	return note
}
