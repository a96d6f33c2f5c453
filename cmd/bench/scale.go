package main

import (
	"context"
	"errors"
	"fmt"
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
	started, rested, err := startsSignedOut(ctx, built, filepath.Join(dir, size))
	if err != nil {
		return nil, err
	}
	name := "-" + size + "-users"
	refreshed, err := refreshes(ctx, built, users, name)
	if err != nil {
		return nil, err
	}
	return append([]bar{
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
		{name: "memory-at-rest" + name, measured: rested["memory-at-rest"], limit: 200, unit: "MB"},
	}, refreshed...), nil
}

// startsSignedOut are the figures of starts on data that is stored, with a cloud that nobody is signed in to, and of one that
// was left alone.
func startsSignedOut(ctx context.Context, built programs, data string) (starts []map[string]float64, rested map[string]float64, err error) {
	dir, err := os.MkdirTemp("", "tenantkeep-bench")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	cloudFile := filepath.Join(dir, "cloud.json")
	cloud, err := startCloud(ctx, built.cloudsim, manyTenants, manyUsers, cloudFile)
	if err != nil {
		return nil, nil, err
	}
	defer cloud.stop()
	if starts, err = startsOn(ctx, built, cloudFile, data); err != nil {
		return nil, nil, err
	}
	rested, err = figures(ctx, built.tour, "--trace-rest", "--cloud", cloudFile, "--data", data)
	return starts, rested, err
}

// usersEach is how many users each of many tenants has.
const usersEach = 1000

// refreshes has the program sync a cloud with so many users, and refresh it.
func refreshes(ctx context.Context, built programs, users int, name string) ([]bar, error) {
	dir, err := os.MkdirTemp("", "tenantkeep-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cloudFile := filepath.Join(dir, "cloud.json")
	cloud, err := startCloud(ctx, built.cloudsim, max(users/usersEach, 1), users, cloudFile)
	if err != nil {
		return nil, err
	}
	defer cloud.stop()
	tour, err := figures(ctx, built.tour, "--memory", filepath.Join(dir, "tour"), "--cloud", cloudFile, "--data", filepath.Join(dir, "data"))
	if err != nil {
		return nil, err
	}
	memory := cloud.mostMemory()
	cloud.stop()
	served := processorOf(cloud.process).Seconds()
	fmt.Printf("figure simulators-share %.0f %% (%.0f s of processors, beside %.0f s of the program)\n",
		100*served/(served+tour["processor"]), served, tour["processor"])
	return []bar{
		{name: "memory-while-syncing" + name, measured: tour["memory-while-syncing"], limit: 400, unit: "MB"},
		{name: "memory-at-rest-after-syncing" + name, measured: tour["memory-at-rest"], limit: 200, unit: "MB"},
		{name: "memory-while-refreshing" + name, measured: tour["memory-while-refreshing"], limit: 400, unit: "MB"},
		// How long the processors are the program's in the window, and how long that takes. The second depends on the machine:
		// the simulated cloud and the painting of a virtual screen take the same processors.
		{name: "longest-work" + name, measured: tour["longest-work"], limit: 50, unit: "ms"},
		{name: "longest-block" + name, measured: tour["longest-block"], limit: 100, unit: "ms"},
		{name: "simulators-memory" + name, measured: memory, limit: 1000, unit: "MB"},
	}, nil
}
