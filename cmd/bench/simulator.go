package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// simulator is a simulated cloud in a process of its own.
type simulator struct {
	process *exec.Cmd
	output  bytes.Buffer
}

// startCloud starts a simulated cloud of some size, and returns when its cloud file is there.
func startCloud(ctx context.Context, program string, tenants, users int, cloudFile string) (*simulator, error) {
	s := &simulator{process: exec.CommandContext(ctx, program,
		"-tenants", strconv.Itoa(tenants), "-users", strconv.Itoa(users), "-dir", cloudFile+".d", "-cloud-file", cloudFile)}
	s.process.Stdout, s.process.Stderr = &s.output, &s.output
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if _, err := os.Stat(cloudFile); err == nil {
			return s, nil
		}
	}
	s.stop()
	return nil, fmt.Errorf("the simulated cloud did not start: %s", s.output.String())
}

// stop ends it. It may be called again, and for nothing.
func (s *simulator) stop() {
	_ = s.process.Process.Signal(os.Interrupt)
	_ = s.process.Wait()
}

// mostMemory is how much memory in megabytes it has held at most, as Linux tells it; zero where that is not known.
func (s *simulator) mostMemory() (megabytes float64) {
	status, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.process.Process.Pid), "status"))
	_, most, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes float64
	_, _ = fmt.Sscan(most, &kilobytes)
	return kilobytes / 1024
}

// processorOf is the processor time that a program took that has ended.
func processorOf(program *exec.Cmd) time.Duration {
	return program.ProcessState.UserTime() + program.ProcessState.SystemTime()
}
