package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// benchmarks runs the Go benchmarks that bars rest on, which store their users in a folder once for all. A ratio is taken within
// one run, because the machine is noisy.
func benchmarks(ctx context.Context, dir string) ([]bar, error) {
	if err := os.Setenv("TENANTKEEP_BENCH_DIR", dir); err != nil {
		return nil, err
	}
	reading, err := goBench(ctx, "./core/graph", "UsersPage", 3)
	if err != nil {
		return nil, err
	}
	wheel, err := goBench(ctx, "./ui/grid", "WheelStepAgainstTable", 3)
	if err != nil {
		return nil, err
	}
	queries, err := goBench(ctx, "./store", "BenchmarkUsers$", 1)
	if err != nil {
		return nil, err
	}
	export, err := goBench(ctx, "./store", "BenchmarkExport$", 3)
	if err != nil {
		return nil, err
	}
	found, err := goBench(ctx, "./store", "BenchmarkFind$", 1)
	if err != nil {
		return nil, err
	}
	refreshes, err := goBench(ctx, "./cmd/tenantkeep/program", "BenchmarkFollowing$|BenchmarkFirstSync$", 1)
	if err != nil {
		return nil, err
	}
	followed := func(what string, limit float64) bar {
		return bar{
			name: "refresh-of-one-in-a-hundred-changed-against-all-" + what, measured: middle(refreshes["BenchmarkFollowing"]["x-"+what]),
			limit: limit, atLeast: true, unit: "x",
		}
	}
	return []bar{
		// Microsoft has no request about several tenants: one for each is the least, where all of a tenant takes eleven.
		followed("requests", 10),
		followed("bytes", 200),
		// A request and a transaction for each tenant are the most of it.
		followed("processor", 17),
		// Reading the users into memory again, once a refresh is over.
		followed("held", 6),
		{
			name: "first-sync-100000-users-until-seen", measured: middle(refreshes["BenchmarkFirstSync"]["s-until-seen"]), limit: 30, unit: "s",
		},
		{
			name:     "search-while-typing-100000-users-p95",
			measured: middle(found["BenchmarkFind"]["p95-ms"]),
			limit:    30, unit: "ms",
		},
		{
			name:     "users-read-against-the-sdk-iterator",
			measured: ratio(reading, "BenchmarkUsersPageOwn", "BenchmarkUsersPageSDK", "users/s"),
			limit:    5, atLeast: true, unit: "x",
		},
		{
			name:     "wheel-step-against-fynes-table",
			measured: middle(wheel["BenchmarkWheelStepAgainstTable"]["of-fynes-table"]),
			limit:    0.08, unit: "x",
		},
		{
			name:     "filter-sort-page-100000-users-p95",
			measured: middle(queries["BenchmarkUsers"]["p95-ms"]),
			limit:    50, unit: "ms",
			floor: middle(queries["BenchmarkUsers"]["bare-p95-ms"]), floorOf: bareSQLite,
		},
		{
			name:     "select-all-and-export-100000-users",
			measured: middle(export["BenchmarkExport"]["rows/s"]),
			limit:    25_000, atLeast: true, unit: "rows/s",
			floor: middle(export["BenchmarkExport"]["encoding-csv-rows/s"]), floorOf: "the same cells written with encoding/csv",
		},
		{
			name:     "select-all-and-export-against-its-floor",
			measured: ratioOf(export["BenchmarkExport"], "floor-rows/s", "rows/s"),
			limit:    3, unit: "x",
			floor: 1, floorOf: "the same rows read in bare SQLite, then the same cells written with encoding/csv",
		},
		{
			name:     "select-all-and-export-peak-memory",
			measured: middle(export["BenchmarkExport"]["peak-MB"]),
			limit:    32, unit: "MB",
		},
	}, nil
}

const bareSQLite = "the same filters in bare SQLite, in one order"

// results are what go test printed: benchmark, then unit, then the values of all runs.
type results map[string]map[string][]float64

func goBench(ctx context.Context, folder, pattern string, times int) (results, error) {
	var output bytes.Buffer
	test := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", pattern, "-timeout", "30m", "-count", strconv.Itoa(times), folder)
	test.Stdout, test.Stderr = io.MultiWriter(&output, os.Stdout), os.Stderr
	if err := test.Run(); err != nil {
		return nil, fmt.Errorf("benchmarks of %s: %w", folder, err)
	}
	return parse(&output), nil
}

// parse reads lines such as "BenchmarkX/ours-2  100  1234 ns/op  5678 users/s".
func parse(from io.Reader) results {
	found := make(results)
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name := fields[0]
		if cut := strings.LastIndexByte(name, '-'); cut > 0 {
			name = name[:cut]
		}
		if found[name] == nil {
			found[name] = make(map[string][]float64)
		}
		for i := 2; i+1 < len(fields); i += 2 {
			if value, err := strconv.ParseFloat(fields[i], 64); err == nil {
				found[name][fields[i+1]] = append(found[name][fields[i+1]], value)
			}
		}
	}
	return found
}

// ratioOf is the median of the ratios of two figures of one benchmark, each from the same run; zero where it did not run.
func ratioOf(figures map[string][]float64, above, below string) float64 {
	var ratios []float64
	for i := range min(len(figures[above]), len(figures[below])) {
		ratios = append(ratios, figures[above][i]/figures[below][i])
	}
	return middle(ratios)
}

// ratio of the medians of two benchmarks; zero where one did not run.
func ratio(of results, a, b, unit string) float64 {
	below := middle(of[b][unit])
	if below == 0 {
		return 0
	}
	return middle(of[a][unit]) / below
}

func middle(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// median of a figure over several runs of the program.
func median(runs []map[string]float64, name string) float64 {
	var values []float64
	for _, run := range runs {
		values = append(values, run[name])
	}
	return middle(values)
}
