package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

// Documents is the person's folder of documents, wherever it was moved to; empty where Windows does not say.
func Documents() string {
	path, err := windows.KnownFolderPath(windows.FOLDERID_Documents, windows.KF_FLAG_DEFAULT)
	if err != nil {
		return ""
	}
	return path
}

// windowID is a window as the dialog's library takes it.
func windowID(handle uintptr) windows.HWND { return windows.HWND(handle) }

// handleOf is the handle of a window; 0 where it has none.
func handleOf(window fyne.Window) (handle uintptr) {
	native, ok := window.(driver.NativeWindow)
	if !ok {
		return 0
	}
	native.RunNative(func(context any) {
		if of, ok := context.(driver.WindowsWindowContext); ok {
			handle = of.HWND
		}
	})
	return handle
}
