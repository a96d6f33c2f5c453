package program

import (
	"os"
	"path/filepath"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/home"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/ui/shell"
)

// mostCrash is how much of what Go wrote is looked at.
const mostCrash = 256 << 10

// takeCrash tells how an earlier run broke down, and sets aside what Go wrote, so that it is told once. What cannot be read is
// told another time.
func takeCrash(logs string) shell.Broke {
	path := filepath.Join(logs, home.CrashFile)
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		return shell.Broke{}
	}
	written, err := beginningOf(path, mostCrash)
	if err != nil {
		return shell.Broke{}
	}
	if err := os.Rename(path, filepath.Join(logs, home.CrashBefore)); err != nil {
		return shell.Broke{}
	}
	return shell.Broke{At: info.ModTime(), Report: crash.Report(written)}
}

// lastCrash is how an earlier run broke down last; empty where none did.
func lastCrash(logs string) string {
	written, err := beginningOf(filepath.Join(logs, home.CrashBefore), mostCrash)
	if err != nil {
		return ""
	}
	return crash.Report(written)
}
