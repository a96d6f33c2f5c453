package disk_test

import (
	"syscall"
)

// fulls are the errors of this system that say that no space is left.
var fulls = []syscall.Errno{112, 39, 1295}

// readOnlys are those that say that nothing may be written.
var readOnlys = []error{syscall.Errno(19), syscall.ERROR_ACCESS_DENIED}

// helds are those that say that another program has a file.
var helds = []syscall.Errno{32, 33, 1224}
