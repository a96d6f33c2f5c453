package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/metrics"
	"strings"
	"time"
)

// memory are the steps that take memory: all tenants are synced, and refreshed while somebody works in the window.
func (t *tour) memory(ctx context.Context) []step {
	sync := func() error { return weighed("while-syncing", func() error { return t.sync(ctx) }) }
	return append(t.begin(sync), []step{
		{"see every user", t.seeUsers},
		{"come to rest", printMemoryAtRest},
		{"refresh while working", func() error {
			return weighed("while-refreshing", func() error { return t.refreshWhileWorking(ctx) })
		}},
	}...)
}

// weighEvery is how often it is looked how much memory the program takes.
const weighEvery = 200 * time.Millisecond

// weighed does something, and prints the most memory that the program took meanwhile.
func weighed(when string, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	ticker := time.NewTicker(weighEvery)
	defer ticker.Stop()
	for most := int64(0); ; {
		taken, err := memoryTaken()
		most = max(most, taken)
		select {
		case failed := <-done:
			fmt.Printf("figure memory-%s %d MB\n", when, most>>20)
			return errors.Join(failed, err)
		case <-ticker.C:
		}
	}
}

// printMemory prints the memory that the program takes, and how much of it Go holds.
func printMemory(when string) error {
	taken, err := memoryTaken()
	if err != nil {
		return err
	}
	of := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}, {Name: "/memory/classes/heap/objects:bytes"},
	}
	metrics.Read(of)
	total, released, objects := of[0].Value.Uint64(), of[1].Value.Uint64(), of[2].Value.Uint64()
	fmt.Printf("figure memory-%s %d MB\n", when, taken>>20)
	fmt.Printf("figure memory-%s-of-go %d MB\n", when, (total-released)>>20)
	fmt.Printf("figure memory-%s-in-objects %d MB\n", when, objects>>20)
	return nil
}

// memoryTaken is how much memory in bytes the process alone has and could not read again from a file, as Linux tells it.
func memoryTaken() (bytes int64, err error) {
	file, err := os.Open("/proc/self/smaps_rollup")
	if err != nil {
		return 0, err
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ":")
		if name != "Private_Dirty" {
			continue
		}
		var kilobytes int64
		_, err := fmt.Sscan(value, &kilobytes)
		return kilobytes << 10, err
	}
	return 0, errors.New("the memory of the process is not told")
}
