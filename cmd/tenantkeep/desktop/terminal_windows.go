package desktop

import (
	"os"

	"golang.org/x/sys/windows"
)

var (
	attachConsole = windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")
	freeConsole   = windows.NewLazySystemDLL("kernel32.dll").NewProc("FreeConsole")
)

// attached says that a console was taken that the program did not have.
var attached bool

// attachParent is the console of the process that started this one.
// learn.microsoft.com/windows/console/attachconsole
const attachParent = ^uintptr(0)

// AttachTerminal lets a program without a console write to the one that it was started from. What was redirected stays so.
func AttachTerminal() {
	if isOpen(os.Stdout) && isOpen(os.Stderr) {
		return
	}
	if done, _, _ := attachConsole.Call(attachParent); done == 0 {
		return
	}
	attached = true
	if console, err := os.OpenFile("CONOUT$", os.O_RDWR, 0); err == nil {
		if !isOpen(os.Stdout) {
			os.Stdout = console
		}
		if !isOpen(os.Stderr) {
			os.Stderr = console
		}
	}
}

// DetachTerminal gives the console back that AttachTerminal took: whoever stays attached ends with it, and with a Ctrl+C that
// was meant for another program in it.
func DetachTerminal() {
	if attached {
		_, _, _ = freeConsole.Call()
		attached = false
	}
}

func isOpen(file *os.File) bool {
	kind, err := windows.GetFileType(windows.Handle(file.Fd()))
	return err == nil && kind != windows.FILE_TYPE_UNKNOWN
}
