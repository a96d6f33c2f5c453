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

// benchmarks runs the Go benchmarks that bars rest on. A ratio is taken within one run, because the machine is noisy.
func benchmarks(ctx context.Context) ([]bar, error) {
	reading, err := goBench(ctx, "./core/graph", "UsersPage")
	if err != nil {
		return nil, err
	}
	return []bar{
		{
			name:     "users-read-against-the-sdk-iterator",
			measured: ratio(reading, "BenchmarkUsersPage/ours", "BenchmarkUsersPage/sdk", "users/s"),
			limit:    5, atLeast: true, unit: "x",
		},
	}, nil
}

// results are what go test printed: benchmark, then unit, then the values of all runs.
type results map[string]map[string][]float64

func goBench(ctx context.Context, folder, pattern string) (results, error) {
	var output bytes.Buffer
	test := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", pattern, "-benchmem", "-count", "3", folder)
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
