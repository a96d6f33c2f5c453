// Command tour uses the program by itself, in its real window, and prints what it finds.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/program"
)

const usage = `usage:
  tour FOLDER [the program's options]         go through every page of a simulated cloud, and save pictures in the folder
  tour --while-on FOLDER [the program's options]
                                              the same, but for turning Microsoft 365 off
  tour --memory FOLDER [the program's options]
                                              sync a simulated cloud and refresh it, and print the memory that it takes
  tour --clicks FOLDER [the program's options]
                                              sync a simulated cloud, and print what clicks take and paints
  tour --trace-start [the program's options]  print the milliseconds to the window and to the first rows
  tour --trace-rest [the program's options]   the same, and then the memory that it holds when nobody uses it`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	guide, options := choose(os.Args[1:])
	os.Exit(program.Start(options, "tour", guide))
}

// choose is the guide that the first word asks for. An option of the program's asks for none: so it starts itself to try
// OpenGL.
func choose(args []string) (program.Guide, []string) {
	switch first := args[0]; {
	case first == "--while-on" && len(args) > 1:
		return &tour{dir: args[1], steps: (*tour).whileOn}, args[2:]
	case first == "--memory" && len(args) > 1:
		return &tour{dir: args[1], steps: (*tour).memory}, args[2:]
	case first == "--clicks" && len(args) > 1:
		return &tour{dir: args[1], steps: (*tour).clicksAlone}, args[2:]
	case first == "--trace-start":
		return traceStart{}, args[1:]
	case first == "--trace-rest":
		return traceRest{}, args[1:]
	case strings.HasPrefix(first, "-"):
		return nil, args
	default:
		return &tour{dir: first, steps: (*tour).everything}, args[1:]
	}
}
