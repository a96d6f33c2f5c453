package desktop

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// learn.microsoft.com/windows/win32/dataxchg/using-the-clipboard
var (
	user32                  = windows.NewLazySystemDLL("user32.dll")
	openClipboard           = user32.NewProc("OpenClipboard")
	closeClipboard          = user32.NewProc("CloseClipboard")
	emptyClipboard          = user32.NewProc("EmptyClipboard")
	setClipboardData        = user32.NewProc("SetClipboardData")
	registerClipboardFormat = user32.NewProc("RegisterClipboardFormatW")

	kernel32     = windows.NewLazySystemDLL("kernel32.dll")
	globalAlloc  = kernel32.NewProc("GlobalAlloc")
	globalFree   = kernel32.NewProc("GlobalFree")
	globalLock   = kernel32.NewProc("GlobalLock")
	globalUnlock = kernel32.NewProc("GlobalUnlock")
	moveMemory   = kernel32.NewProc("RtlMoveMemory")
)

const (
	unicodeText = 13 // CF_UNICODETEXT
	moveable    = 2  // GMEM_MOVEABLE

	// openTries is how often the clipboard is asked for: the history of Windows reads it after every change.
	openTries = 10
	openPause = 20 * time.Millisecond
)

// keepOut are the formats that keep what lies beside them out of the clipboard's history and from other devices, and what
// they hold. learn.microsoft.com/windows/win32/dataxchg/clipboard-formats#cloud-clipboard-and-clipboard-history-formats
var keepOut = map[string]uint32{
	"ExcludeClipboardContentFromMonitorProcessing": 1,
	"CanIncludeInClipboardHistory":                 0,
	"CanUploadToCloudClipboard":                    0,
}

// SetSecret puts a secret on the clipboard as what its history does not keep, and other devices do not get.
func (c Clipboard) SetSecret(text string) error { return setSecret(handleOf(c.window), text) }

// setSecret needs a window: without one nobody owns the clipboard, and it takes nothing.
func setSecret(owner uintptr, text string) error {
	if err := open(owner); err != nil {
		return err
	}
	defer func() { _, _, _ = closeClipboard.Call() }()
	if done, _, err := emptyClipboard.Call(); done == 0 {
		return fmt.Errorf("empty the clipboard: %w", err)
	}
	for name, value := range keepOut {
		if err := putFormat(name, value); err != nil {
			return fmt.Errorf("keep a secret out of the clipboard's history: %w", err)
		}
	}
	letters, err := windows.UTF16FromString(text)
	if err != nil {
		return errors.New("the secret has a letter that the clipboard does not take")
	}
	content := make([]byte, 2*len(letters))
	for i, letter := range letters {
		binary.LittleEndian.PutUint16(content[2*i:], letter)
	}
	return put(unicodeText, content)
}

func open(owner uintptr) error {
	for try := 1; ; try++ {
		done, _, err := openClipboard.Call(owner)
		switch {
		case done != 0:
			return nil
		case try == openTries:
			return fmt.Errorf("another program holds the clipboard: %w", err)
		}
		time.Sleep(openPause)
	}
}

func putFormat(name string, value uint32) error {
	letters, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return err
	}
	format, _, err := registerClipboardFormat.Call(uintptr(unsafe.Pointer(letters)))
	if format == 0 {
		return fmt.Errorf("name the format %s: %w", name, err)
	}
	return put(format, binary.LittleEndian.AppendUint32(nil, value))
}

// put gives the clipboard a copy of content, which belongs to it from then on.
func put(format uintptr, content []byte) error {
	block, _, err := globalAlloc.Call(moveable, uintptr(len(content)))
	if block == 0 {
		return fmt.Errorf("memory for the clipboard: %w", err)
	}
	place, _, err := globalLock.Call(block)
	if place == 0 {
		_, _, _ = globalFree.Call(block)
		return fmt.Errorf("memory for the clipboard: %w", err)
	}
	_, _, _ = moveMemory.Call(place, uintptr(unsafe.Pointer(&content[0])), uintptr(len(content)))
	_, _, _ = globalUnlock.Call(block)
	if taken, _, err := setClipboardData.Call(format, block); taken == 0 {
		_, _, _ = globalFree.Call(block)
		return fmt.Errorf("give the clipboard its content: %w", err)
	}
	return nil
}
