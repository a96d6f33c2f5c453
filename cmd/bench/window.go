package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The size that the bars speak of.
const (
	manyTenants = 200
	manyUsers   = 100_000
)

// inWindow measures the program in a real window against a simulated cloud in a process of its own: first a tour
// from the sign-in on, up to where nothing would be left, then starts on what is there.
func inWindow(ctx context.Context, built programs, dir string) ([]bar, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cloudFile := filepath.Join(dir, "cloud.json")
	cloud, err := startCloud(ctx, built.cloudsim, manyTenants, manyUsers, cloudFile)
	if err != nil {
		return nil, err
	}
	defer cloud.stop()
	data := filepath.Join(dir, "data")
	tour, err := figures(ctx, built.tour, "--while-on", filepath.Join(dir, "tour"), "--cloud", cloudFile, "--data", data)
	if err != nil {
		return nil, fmt.Errorf("tour: %w", err)
	}
	starts, err := startsOn(ctx, built, cloudFile, data)
	if err != nil {
		return nil, err
	}
	return []bar{
		{name: "start-to-first-rows", measured: median(starts, "first-rows"), limit: 1000, unit: "ms"},
		// What the program itself does on the window's goroutine. Painting is left out: a virtual screen paints on the
		// processors that the refresh and the simulated cloud use too, and "slowest-frame" shows how long that takes.
		{name: "longest-block-while-refreshing", measured: tour["longest-block"], limit: 100, unit: "ms"},
		// How long the program's own work holds the window for a sort, a page, a filter, a page or a user, without painting.
		{name: "click-own-work", measured: tour["click-own-work"], limit: 50, unit: "ms"},
		// How long the window's thread is busy for a paint, in the middle: of pages that open, and of colours that change.
		{name: "frame-page-middle", measured: tour["frame-page-middle"], limit: 15, unit: "ms"},
		{name: "frame-theme-middle", measured: tour["frame-theme-middle"], limit: 30, unit: "ms"},
		{
			name: "idle-processor", measured: tour["idle-processor"], limit: tour["idle-empty-window"] + 1, unit: "%",
			floor: tour["idle-empty-window"], floorOf: "Fyne's own loop with nothing in the window",
		},
		{name: "idle-at-rest", measured: tour["idle-at-rest"], limit: tour["idle-occasions"], atLeast: true, unit: "occasions"},
	}, nil
}

// startsOn are the figures of five starts on data that is stored.
func startsOn(ctx context.Context, built programs, cloudFile, data string) (starts []map[string]float64, err error) {
	for range 5 {
		start, err := figures(ctx, built.tour, "--trace-start", "--cloud", cloudFile, "--data", data)
		if err != nil {
			return nil, fmt.Errorf("start: %w", err)
		}
		starts = append(starts, start)
	}
	return starts, nil
}

// figures runs the program to its end and reads the lines "figure NAME VALUE UNIT" that it prints. Its processor time in seconds
// is among them.
func figures(ctx context.Context, program string, args ...string) (map[string]float64, error) {
	run := exec.CommandContext(ctx, program, args...)
	run.Stderr = os.Stderr
	output, err := run.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := run.Start(); err != nil {
		return nil, err
	}
	found, readErr := readFigures(io.TeeReader(output, os.Stdout))
	err = errors.Join(readErr, run.Wait())
	found["processor"] = processorOf(run).Seconds()
	return found, err
}

func readFigures(from io.Reader) (map[string]float64, error) {
	found := make(map[string]float64)
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		var name, unit string
		var value float64
		if !strings.HasPrefix(lines.Text(), "figure ") {
			continue
		}
		if _, err := fmt.Sscanf(lines.Text(), "figure %s %g %s", &name, &value, &unit); err != nil {
			return found, fmt.Errorf("%q: %w", lines.Text(), err)
		}
		found[name] = value
	}
	return found, lines.Err()
}
