package shell

import (
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// appearPause is how long a page may read before it appears without what it reads.
const appearPause = 60 * time.Millisecond

// appear puts the open page into the window once it is ready, or after a pause; the one before stays until then. Painting the
// window takes longer than most readings: a page that appeared at once would be painted without its rows, then with them.
func (s *Shell) appear() {
	s.open.Content().Resize(s.body.Size())
	if len(s.body.Objects) == 0 || s.ready() {
		s.bring()
		return
	}
	s.appearing = s.openWork.After(appearPause, s.bring)
}

// ready says that the open page has read what it appears with.
func (s *Shell) ready() bool {
	reader, reads := s.open.(page.Reader)
	return !reads || reader.Ready()
}

// bringReady is called after everything that the open page's work brings.
func (s *Shell) bringReady() {
	if s.appearing != nil && s.ready() {
		s.bring()
	}
}

// bringAwaited puts a page into the window that has not appeared yet, for somebody who uses it already.
func (s *Shell) bringAwaited() {
	if s.appearing != nil {
		s.bring()
	}
}

func (s *Shell) bring() {
	s.stopAppearing()
	s.body.Objects = []fyne.CanvasObject{s.open.Content()}
	page.Lay(s.body)
	widget.DropLostFocus(s.Canvas())
	present, _ := s.history.present()
	s.nav.setActive(present.route)
	s.bar.show(s.open.Trail())
}

func (s *Shell) stopAppearing() {
	if s.appearing != nil {
		s.appearing()
		s.appearing = nil
	}
}
