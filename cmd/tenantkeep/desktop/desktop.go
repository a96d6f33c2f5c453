// Package desktop is what the program asks of the operating system around its window: a box before there is one, the browser,
// the title bar, the terminal, the owner of a dialog.
package desktop

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/ncruces/zenity"
	"github.com/pkg/browser"
)

// Tell shows a box of the operating system and waits until it is closed. Where the system has none, as on a Linux desktop
// without zenity, kdialog or xmessage, the text stands in the terminal and the log alone.
func Tell(title, text string) {
	err := zenity.Error(text, zenity.Title(title), zenity.OKLabel("Close"))
	if err != nil && !errors.Is(err, zenity.ErrCanceled) { // which says that it was closed in another way
		tellOtherwise(title, text)
	}
}

// silenceBrowser keeps what the browser prints from the terminal and the log. It is a file and not a writer of Go's, which
// the library would copy to as long as the browser runs; the library's variables are written once, before any use.
var silenceBrowser = sync.OnceFunc(func() {
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err == nil {
		browser.Stdout, browser.Stderr = nowhere, nowhere
	}
})

// OpenInBrowser shows an address in the system's browser. It may block until the browser ends.
func OpenInBrowser(url string) error {
	silenceBrowser()
	return browser.OpenURL(url)
}

// OpenPath opens a file, or a folder, with the system's program for it. The path goes as it is: in a file:// address a "#", a
// "%" or the name of a server would mean something else.
func OpenPath(_ context.Context, path string) error {
	whole, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	return OpenInBrowser(whole)
}

// OwnedBy keeps a dialog of the system before the window.
func OwnedBy(window fyne.Window) []zenity.Option {
	native, ok := window.(driver.NativeWindow)
	if !ok {
		return nil
	}
	var options []zenity.Option
	native.RunNative(func(context any) {
		switch of := context.(type) {
		case driver.WindowsWindowContext:
			options = attachTo(of.HWND)
		case driver.X11WindowContext:
			options = attachTo(of.WindowHandle)
		}
	})
	return options
}

func attachTo(handle uintptr) []zenity.Option {
	if handle == 0 {
		return nil
	}
	return []zenity.Option{zenity.Attach(windowID(handle)), zenity.Modal()}
}
