package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestABarSaysWhetherItHolds(t *testing.T) {
	for want, b := range map[string]bar{
		"bar a-time 40ms 50ms ok":          {name: "a-time", measured: 40, limit: 50, unit: "ms"},
		"bar a-time 50ms 50ms ok":          {name: "a-time", measured: 50, limit: 50, unit: "ms"},
		"bar a-time 50.01ms 50ms short":    {name: "a-time", measured: 50.01, limit: 50, unit: "ms"},
		"bar a-rate 5.5x 5x ok":            {name: "a-rate", measured: 5.5, limit: 5, atLeast: true, unit: "x"},
		"bar a-rate 4.5x 5x short":         {name: "a-rate", measured: 4.5, limit: 5, atLeast: true, unit: "x"},
		"bar what-did-not-run 0x 1x short": {name: "what-did-not-run", limit: 1, unit: "x"},
	} {
		t.Run(want, func(t *testing.T) { require.Equal(t, want, b.String()) })
	}
}

func TestAFloorStandsBesideItsBar(t *testing.T) {
	b := bar{name: "a-time", measured: 30, limit: 50, unit: "ms", floor: 20, floorOf: "bare SQLite"}
	require.Equal(t, "floor a-time 30ms beside 20ms (1.50x): bare SQLite", b.beside())
}

func TestFiguresOfGoTestAreRead(t *testing.T) {
	found := parse(strings.NewReader(`goos: linux
    bench_test.go:5: slow
BenchmarkX/ours-2   	 100	 1234 ns/op	 5.5 MB
BenchmarkX/ours-2   	 100	 1236 ns/op	 7.5 MB
BenchmarkX/ours-2   	 100	 9999 ns/op	 6.5 MB
BenchmarkX/theirs-2 	 100	 2468 ns/op
PASS
`))
	require.InDelta(t, 6.5, middle(found["BenchmarkX/ours"]["MB"]), 1e-9)
	require.InDelta(t, 1236.0/2468, ratio(found, "BenchmarkX/ours", "BenchmarkX/theirs", "ns/op"), 1e-9)
	require.Zero(t, ratio(found, "BenchmarkX/ours", "BenchmarkY", "ns/op"))
	require.InDelta(t, 1234/5.5, ratioOf(found["BenchmarkX/ours"], "ns/op", "MB"), 30)
	require.Zero(t, ratioOf(found["BenchmarkY"], "ns/op", "MB"))
}
