package program

import (
	"errors"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
)

// earlyError ended the program before it had a window to say it in.
type earlyError struct {
	error
	// log is the path of the log; empty where there is none yet.
	log string
}

func (e *earlyError) Unwrap() error { return e.error }

// early marks an error as one from before the window, and ends what was begun. No error stays none.
func early(err error, ends ...func() error) error {
	for _, end := range ends {
		err = errors.Join(err, end())
	}
	if err == nil {
		return nil
	}
	return &earlyError{error: err}
}

// withLog adds the path of the log to an error from before the window.
func withLog(err error, log string) error {
	var one *earlyError
	if errors.As(err, &one) {
		one.log = log
	}
	return err
}

// text is what a person reads: a sentence, and where the log is.
func (e *earlyError) text() string {
	text := sentence(e.error)
	if e.log != "" {
		text += "\n\nThe log: " + e.log
	}
	return text
}

// sentence begins with a capital letter and ends with a stop.
func sentence(err error) string {
	text := strings.TrimSpace(err.Error())
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

// tellUnseen shows an error from before the window in a box of the operating system where nobody would read it on a terminal.
// An error from afterwards was said in the window.
func tellUnseen(err error) {
	var unseen *earlyError
	if errors.As(err, &unseen) && !term.IsTerminal(int(os.Stderr.Fd())) {
		desktop.Tell("Tenantkeep cannot start", unseen.text())
	}
}
