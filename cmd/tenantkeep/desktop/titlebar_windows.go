package desktop

import (
	"unsafe"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/windows"
)

var dwmSetWindowAttribute = windows.NewLazySystemDLL("dwmapi.dll").NewProc("DwmSetWindowAttribute")

// useImmersiveDarkMode is DWMWA_USE_IMMERSIVE_DARK_MODE, known since Windows 10 20H1; an earlier Windows refuses it, and its
// bar stays light. learn.microsoft.com/windows/win32/api/dwmapi/ne-dwmapi-dwmwindowattribute
const useImmersiveDarkMode = 20

// ColourTitleBar makes the title bar of a window dark or light.
func ColourTitleBar(window fyne.Window, dark bool) {
	handle := handleOf(window)
	if handle == 0 || dwmSetWindowAttribute.Find() != nil {
		return
	}
	var value int32
	if dark {
		value = 1
	}
	_, _, _ = dwmSetWindowAttribute.Call(handle, useImmersiveDarkMode, uintptr(unsafe.Pointer(&value)), unsafe.Sizeof(value))
}
