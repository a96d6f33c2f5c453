package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
)

// atScale measures the local data with as many users as are asked for, and the program on it.
func atScale(ctx context.Context, built programs, users int) ([]bar, error) {
	dir, keep := os.LookupEnv("TENANTKEEP_BENCH_DIR")
	if !keep {
		var err error
		if dir, err = os.MkdirTemp("", "tenantkeep-bench"); err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
	}
	// They are stored once, for all that is measured.
	size := strconv.Itoa(users)
	err := errors.Join(os.Setenv("TENANTKEEP_BENCH_SCALE", size), os.Setenv("TENANTKEEP_BENCH_DIR", dir))
	if err != nil {
		return nil, err
	}
	stored, err := goBench(ctx, "./store", "BenchmarkScale|BenchmarkLastPage|BenchmarkExport$|BenchmarkFindAtScale", 1)
	if err != nil {
		return nil, err
	}
	started, err := startsSignedOut(ctx, built, dir, filepath.Join(dir, size))
	if err != nil {
		return nil, err
	}
	name := "-" + size + "-users"
	return []bar{
		{
			name: "filter-sort-page" + name + "-p95", measured: middle(stored["BenchmarkScale"]["p95-ms"]), limit: 50, unit: "ms",
			floor: middle(stored["BenchmarkScale"]["bare-p95-ms"]), floorOf: bareSQLite,
		},
		{name: "last-page" + name, measured: middle(stored["BenchmarkLastPage"]["slowest-ms"]), limit: 50, unit: "ms"},
		{name: "search-while-typing" + name + "-p95", measured: middle(stored["BenchmarkFindAtScale"]["p95-ms"]), limit: 30, unit: "ms"},
		{name: "held-in-memory" + name, measured: middle(stored["BenchmarkScale"]["held-bytes/user"]), limit: 128, unit: "bytes/user"},
		{name: "database" + name, measured: middle(stored["BenchmarkLastPage"]["bytes/user"]), limit: 1024, unit: "bytes/user"},
		{
			name: "export-against-its-floor" + name, measured: ratioOf(stored["BenchmarkExport"], "floor-rows/s", "rows/s"), limit: 2, unit: "x",
			floor: 1, floorOf: "the same rows read in bare SQLite, then the same cells written with encoding/csv",
		},
		{name: "export-peak-memory" + name, measured: middle(stored["BenchmarkExport"]["peak-MB"]), limit: 64, unit: "MB"},
		{name: "start-to-first-rows" + name, measured: median(started, "first-rows"), limit: 1000, unit: "ms"},
	}, nil
}

// startsSignedOut are the figures of starts on data that is stored, with a cloud that nobody is signed in to.
func startsSignedOut(ctx context.Context, built programs, dir, data string) ([]map[string]float64, error) {
	cloudFile := filepath.Join(dir, "cloud.json")
	stop, err := startCloud(ctx, built.cloudsim, cloudFile, dir)
	if err != nil {
		return nil, err
	}
	defer stop()
	return startsOn(ctx, built, cloudFile, data)
}
