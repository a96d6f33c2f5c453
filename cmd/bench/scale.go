package main

import (
	"context"
	"errors"
	"os"
	"strconv"
)

// atScale measures the local data with as many users as are asked for.
func atScale(ctx context.Context, users int) ([]bar, error) {
	dir, err := os.MkdirTemp("", "tenantkeep-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	// They are stored once, for all that is measured.
	err = errors.Join(os.Setenv("TENANTKEEP_BENCH_SCALE", strconv.Itoa(users)), os.Setenv("TENANTKEEP_BENCH_DIR", dir))
	if err != nil {
		return nil, err
	}
	stored, err := goBench(ctx, "./store", "BenchmarkScale|BenchmarkLastPage|BenchmarkExport$", 1)
	if err != nil {
		return nil, err
	}
	name := "-" + strconv.Itoa(users) + "-users"
	return []bar{
		{
			name: "filter-sort-page" + name + "-p95", measured: middle(stored["BenchmarkScale"]["p95-ms"]), limit: 50, unit: "ms",
			floor: middle(stored["BenchmarkScale"]["bare-p95-ms"]), floorOf: bareSQLite,
		},
		{name: "last-page" + name, measured: middle(stored["BenchmarkLastPage"]["slowest-ms"]), limit: 50, unit: "ms"},
		{name: "database" + name, measured: middle(stored["BenchmarkLastPage"]["bytes/user"]), limit: 1024, unit: "bytes/user"},
		{
			name: "export-against-its-floor" + name, measured: ratioOf(stored["BenchmarkExport"], "floor-rows/s", "rows/s"), limit: 2, unit: "x",
			floor: 1, floorOf: "the same rows read in bare SQLite, then the same cells written with encoding/csv",
		},
		{name: "export-peak-memory" + name, measured: middle(stored["BenchmarkExport"]["peak-MB"]), limit: 64, unit: "MB"},
	}, nil
}
