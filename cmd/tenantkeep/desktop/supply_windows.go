package desktop

import (
	"context"
	"errors"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	getSystemPowerStatus = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetSystemPowerStatus")
	coCreateInstance     = windows.NewLazySystemDLL("ole32.dll").NewProc("CoCreateInstance")
)

// powerStatus is SYSTEM_POWER_STATUS: learn.microsoft.com/windows/win32/api/winbase/ns-winbase-system_power_status
type powerStatus struct {
	line, flag, percent, saver byte
	left, whole                uint32
}

// lineOffline is the ACLineStatus of a computer that is not plugged in, flagNoBattery the flag of one that has no battery.
const (
	lineOffline   = 0
	flagNoBattery = 128
)

// SupplyNow asks the system. What it does not tell counts as plenty.
func SupplyNow(context.Context) Supply {
	return Supply{Battery: onBattery(), Metered: onMeteredLine()}
}

func onBattery() bool {
	var status powerStatus
	told, _, _ := getSystemPowerStatus.Call(uintptr(unsafe.Pointer(&status)))
	return told != 0 && status.line == lineOffline && status.flag&flagNoBattery == 0
}

// The network list manager and its cost: learn.microsoft.com/windows/win32/api/netlistmgr/nn-netlistmgr-inetworkcostmanager
var (
	networkListManager = windows.GUID{
		Data1: 0xDCB00C01, Data2: 0x570F, Data3: 0x4A9B, Data4: [8]byte{0x8D, 0x69, 0x19, 0x9F, 0xDB, 0xA5, 0x72, 0x3B},
	}
	networkCostManager = windows.GUID{
		Data1: 0xDCB00008, Data2: 0x570F, Data3: 0x4A9B, Data4: [8]byte{0x8D, 0x69, 0x19, 0x9F, 0xDB, 0xA5, 0x72, 0x3B},
	}
)

// costUnrestricted is NLM_CONNECTION_COST_UNRESTRICTED; costUnknown is no answer.
const (
	costUnknown      = 0
	costUnrestricted = 1
)

// costManager is INetworkCostManager, of which only what is called has a name.
type costManager struct{ methods *costMethods }

type costMethods struct {
	queryInterface, addRef, release uintptr
	getCost                         uintptr
}

// anyServer is CLSCTX_SERVER.
const anyServer = 1 | 4 | 16

func onMeteredLine() bool {
	runtime.LockOSThread() // what is made on a thread is asked there
	defer runtime.UnlockOSThread()
	if err := windows.CoInitializeEx(0, windows.COINIT_MULTITHREADED); err == nil || errors.Is(err, syscall.Errno(windows.S_FALSE)) {
		defer windows.CoUninitialize()
	}
	var manager *costManager
	failed, _, _ := coCreateInstance.Call(uintptr(unsafe.Pointer(&networkListManager)), 0, anyServer,
		uintptr(unsafe.Pointer(&networkCostManager)), uintptr(unsafe.Pointer(&manager)))
	if failed != 0 || manager == nil {
		return false
	}
	defer func() { _, _, _ = syscall.SyscallN(manager.methods.release, uintptr(unsafe.Pointer(manager))) }()
	var cost uint32
	failed, _, _ = syscall.SyscallN(manager.methods.getCost, uintptr(unsafe.Pointer(manager)), uintptr(unsafe.Pointer(&cost)), 0)
	return failed == 0 && cost != costUnknown && cost&costUnrestricted == 0
}
