// Command tenantkeep is the desktop program.
package main

import (
	"os"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/program"
)

// version is set when a release is built.
var version = "0.1.0-dev"

func main() { os.Exit(program.Start(os.Args[1:], version, nil)) }
