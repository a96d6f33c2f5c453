package graph

import (
	"errors"
	"fmt"
	"hash/maphash"
	"net/http"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
)

// The bounds of a list. Microsoft's largest page has 999 elements, and a tenant of a million users some 2,000 pages.
const (
	mostOnPage   = 20_000
	mostElements = 500_000
	mostPages    = 10_000
	// mostEmptyPages bounds the pages without an element that follow each other.
	mostEmptyPages = 100
	// maxRestarts bounds how often a list is begun again.
	maxRestarts = 2
)

var (
	errCircle      = errors.New("the pages go in a circle")
	errSamePage    = errors.New("a page came twice")
	errNoElement   = errors.New("a part of the answer is empty or has no id")
	errTooMany     = errors.New("the list has more elements than are read")
	errTooManyOf   = errors.New("the list has more pages than are read")
	errUnlinked    = errors.New("the changes end without a link to those that follow")
	errStrays      = errors.New("a link leads to something else than the list goes on with")
	errEndsInError = errors.New("the list ends in an error")
	errFollows     = errors.New("something follows the answer")
	errTwice       = errors.New("a part of the answer comes twice")
	errMore        = errors.New("more follows an answer that is not read in pages")
	errEmptyPages  = fmt.Errorf("%d pages without an element followed each other", mostEmptyPages)
)

// walk watches the pages of one list, so that it neither ends short in silence nor goes on for ever. It keeps a few bytes
// for each page.
type walk struct {
	seed  maphash.Seed
	links map[uint64]struct{}
	pages map[uint64]struct{}
	// ids is what is on the page under way, count how many elements, and earlier those of the pages before.
	ids            maphash.Hash
	count, earlier int
	empty          int
	// repeats: a page may be like an earlier one.
	repeats bool
	// said is the number that Microsoft gave for the whole list; nil for none.
	said *int
}

func newWalk() *walk {
	w := &walk{seed: maphash.MakeSeed(), links: make(map[uint64]struct{}), pages: make(map[uint64]struct{})}
	w.ids.SetSeed(w.seed)
	return w
}

// follow goes to a page.
func (w *walk) follow(link string) error {
	hash := maphash.String(w.seed, link)
	if _, twice := w.links[hash]; twice {
		return errCircle
	}
	if len(w.links) == mostPages {
		return errTooManyOf
	}
	w.links[hash] = struct{}{}
	return nil
}

// begin is called before a page, also before one that is read again.
func (w *walk) begin() {
	w.ids.Reset()
	w.count = 0
}

// element takes an element of the page by its id.
func (w *walk) element(id string) error {
	if id == "" {
		return errNoElement
	}
	if w.count++; w.count > mostOnPage {
		return errTooMany
	}
	_, _ = w.ids.WriteString(id)
	return w.ids.WriteByte(0)
}

// end is called when the page is whole.
func (w *walk) end(read onePage) error {
	if read.count != nil && w.said == nil {
		w.said = read.count
	}
	w.earlier += w.count
	if w.count == 0 {
		w.empty++
	} else {
		w.empty = 0
		page := w.ids.Sum64()
		if _, twice := w.pages[page]; twice && !w.repeats {
			return errSamePage
		}
		w.pages[page] = struct{}{}
	}
	switch {
	case w.empty > mostEmptyPages:
		return errEmptyPages
	case read.next == "" && w.said != nil && w.earlier < *w.said:
		return &shortError{got: w.earlier, of: *w.said}
	}
	return nil
}

// lost says of the failure of a page whether it means that the list did not come to its end.
func (w *walk) lost(err error) error {
	if failed := call.As(err); failed != nil && len(w.links) > 1 && pageExpired(failed) {
		failed.Kind = call.Incomplete
	}
	return err
}

// mayHeal says that a list is worth beginning again: its pages expired, or it changed while it was read.
func mayHeal(err error) bool {
	var short *shortError
	failed := call.As(err)
	return errors.As(err, &short) || failed != nil && failed.Kind == call.Incomplete && failed.Status != 0
}

// shortError says that a list ended before it was whole.
type shortError struct{ got, of int }

func (e *shortError) Error() string {
	return fmt.Sprintf("the list ended after %d of %d elements", e.got, e.of)
}

// pageExpired recognises that the token in a page's link is no good any more: Directory_ExpiredPageToken of the directory,
// "Skip token is invalid" and the like of the reports.
func pageExpired(e *call.Error) bool {
	if e.Status != http.StatusBadRequest && e.Status != http.StatusGone {
		return false
	}
	said := strings.ToLower(strings.ReplaceAll(e.Code+" "+e.Message, " ", ""))
	return slices.ContainsFunc([]string{"pagetoken", "skiptoken", "continuationtoken", "resyncrequired", "syncstatenotfound"}, func(sign string) bool {
		return strings.Contains(said, sign)
	})
}

// kindOf is what sort of failure an answer is that was read and found wanting.
func kindOf(err error) call.Kind {
	for _, unfinished := range []error{errCircle, errSamePage, errEmptyPages, errUnlinked, errStrays, errOtherFields, errMore, errEndsInError} {
		if errors.Is(err, unfinished) {
			return call.Incomplete
		}
	}
	var short *shortError
	if errors.As(err, &short) {
		return call.Incomplete
	}
	if errors.Is(err, errForeignHost) {
		return call.ForeignHost
	}
	for _, large := range []error{errTooLong, errTooMany, errTooManyOf} {
		if errors.Is(err, large) {
			return call.TooLarge
		}
	}
	return call.Malformed
}
