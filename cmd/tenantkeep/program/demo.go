package program

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
)

// simulation is the demo's Microsoft cloud inside the process. The rest of the program reaches it as it reaches any other
// cloud: by addresses.
type simulation struct {
	*cloudsim.Server
	dir string
}

func simulate(ctx context.Context, folder *folder, options options, log *slog.Logger) (*simulation, error) {
	dir := filepath.Join(folder.path, "cloud")
	server, err := cloudsim.Start(ctx, cloudsim.Options{
		Seed:    options.seed,
		Tenants: options.tenants,
		Users:   options.users,
		GoOn:    true,
		Dir:     dir,
		Log:     log.With("part", "simulated cloud"),
	})
	if err != nil {
		return nil, fmt.Errorf("start the simulated cloud: %w", err)
	}
	return &simulation{Server: server, dir: dir}, nil
}

func (s *simulation) cloud() (cloud.Cloud, error) { return cloud.Parse(s.Cloud(), s.dir) }
