package program

import (
	"errors"
	"flag"
	"fmt"
	"io"
)

// options are what the command line says.
type options struct {
	data      string
	cloudFile string
	demo      bool
	tenants   int
	users     int
	seed      int64
	version   bool
	// probeOpenGL makes this the process that tries OpenGL; skipProbe starts without trying.
	probeOpenGL bool
	skipProbe   bool
}

func parseOptions(args []string, errOut io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("tenantkeep", flag.ContinueOnError)
	flags.SetOutput(errOut)
	flags.StringVar(&o.data, "data", "", "keep data in this `folder` instead of the user's own")
	flags.StringVar(&o.cloudFile, "cloud", "", "use another Microsoft `cloud`: \"US Government L4\", \"US Government DoD\", \"China\", or a JSON file that describes one")
	flags.BoolVar(&o.demo, "demo", false, "run on a simulated Microsoft cloud, in a data folder of its own")
	flags.IntVar(&o.tenants, "demo-tenants", 24, "how many client tenants the demo has")
	flags.IntVar(&o.users, "demo-users", 3000, "how many users the demo has in all")
	flags.Int64Var(&o.seed, "demo-seed", 1, "the seed the demo's people and tenants are made up from")
	flags.BoolVar(&o.version, "version", false, "print the version and end")
	flags.BoolVar(&o.probeOpenGL, "probe-opengl", false, "only try whether a window can be drawn here: print what went wrong, and end")
	flags.BoolVar(&o.skipProbe, "skip-opengl-probe", false, "open the window without trying OpenGL before")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	return o, o.check(flags.Args())
}

func (o options) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is not understood; see --help", rest[0])
	case o.demo && o.cloudFile != "":
		return errors.New("--demo brings its own cloud: leave --cloud out")
	case o.tenants < 1 || o.tenants > 1000:
		return fmt.Errorf("--demo-tenants %d: want 1 to 1000", o.tenants)
	case o.users < o.tenants || o.users > 1_000_000:
		return fmt.Errorf("--demo-users %d: want at least one a tenant and at most 1000000", o.users)
	}
	return nil
}
