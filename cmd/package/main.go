// Command package makes what a release is made of, from the programs that were built before: icons, resources, installers,
// sums and the manifests of package managers. The Makefile calls it; "package help" lists what it can make. The same input
// gives the same bytes.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

// command is one thing that can be made.
type command struct {
	name, makes string
	run         func(args []string) error
}

// commands in the order in which a release needs them.
var commands = []command{
	{"icons", "the program's mark in every size: PNGs, and an icns file for macOS", makeIcons},
	{"resources", "what the linker puts into a program of Windows: icon, version, manifest", resources},
	{"notices", "the licences of all that the program is linked with", func(args []string) error { return notices(args, runGo) }},
	{"msi", "an installer of Windows", msi},
	{"zip", "the program of Windows without an installer", portable},
	{"check-exe", "print what a program of Windows is, and fail where it is not as it should be", checkExe},
	{"deb", "the Debian package", deb},
	{"plist", "the Info.plist of the macOS program", plist},
	{"winget", "the manifests for Microsoft's package manager", func(args []string) error { return winget(args, msiProductCode) }},
	{"cask", "the cask for Homebrew", cask},
	{"sums", "SHA256SUMS over the packages in a folder", sums},
}

func main() {
	if err := run(os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "package:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 || args[0] == "help" {
		for _, one := range commands {
			fmt.Printf("%-20s %s\n", one.name, one.makes)
		}
		return nil
	}
	for _, one := range commands {
		if one.name == args[0] {
			if err := one.run(args[1:]); err != nil {
				return fmt.Errorf("%s: %w", one.name, err)
			}
			return nil
		}
	}
	return fmt.Errorf("%q is nothing that can be made; see package help", args[0])
}
