package instance

import "golang.org/x/sys/windows"

var allowSetForegroundWindow = windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow")

// letRaise hands the right to come to the front to a process: Windows gives it to what the person started last, which is this
// one. learn.microsoft.com/windows/win32/api/winuser/nf-winuser-allowsetforegroundwindow
func letRaise(process int) { _, _, _ = allowSetForegroundWindow.Call(uintptr(process)) }
