//go:build !windows

package disk_test

import (
	"syscall"
)

// fulls are the errors of this system that say that no space is left.
var fulls = []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT}

// readOnlys are those that say that nothing may be written.
var readOnlys = []error{syscall.EROFS, syscall.EACCES}

// helds are those that say that another program has a file.
var helds = []syscall.Errno{syscall.EBUSY, syscall.ETXTBSY}
