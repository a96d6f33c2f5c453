package desktop

import (
	"runtime"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"
)

// TestASecretIsKeptOutOfTheClipboardsHistory needs a desktop to run on.
func TestASecretIsKeptOutOfTheClipboardsHistory(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	class, err := windows.UTF16PtrFromString("STATIC")
	require.NoError(t, err)
	owner, _, err := user32.NewProc("CreateWindowExW").Call(0, uintptr(unsafe.Pointer(class)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	if owner == 0 {
		t.Skip("no desktop: ", err)
	}
	defer func() { _, _, _ = user32.NewProc("DestroyWindow").Call(owner) }()
	require.NoError(t, setSecret(owner, "Tz7!kw-Qm4x ü"))
	require.NoError(t, open(owner))
	defer func() { _, _, _ = closeClipboard.Call() }()
	read := func(format uintptr) unsafe.Pointer {
		block, _, _ := user32.NewProc("GetClipboardData").Call(format)
		require.NotZero(t, block)
		place, _, _ := globalLock.Call(block)
		return *(*unsafe.Pointer)(unsafe.Pointer(&place))
	}
	require.Equal(t, "Tz7!kw-Qm4x ü", windows.UTF16PtrToString((*uint16)(read(unicodeText))))
	for name, value := range keepOut {
		letters, err := windows.UTF16PtrFromString(name)
		require.NoError(t, err)
		format, _, _ := registerClipboardFormat.Call(uintptr(unsafe.Pointer(letters)))
		require.Equal(t, value, *(*uint32)(read(format)), name)
	}
}
