package cloudsim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
)

const portsFile = "ports.json"

// endpoint is one of the addresses that the simulated cloud listens on.
type endpoint string

// The endpoints, in the order in which they take ports from a fixed one on.
const (
	authorityEndpoint endpoint = "authority"
	pagesEndpoint     endpoint = "pages"
	graphEndpoint     endpoint = "graph"
	partnerEndpoint   endpoint = "partner"
	portalEndpoint    endpoint = "portal"
	controlEndpoint   endpoint = "control"
)

var endpoints = []endpoint{authorityEndpoint, pagesEndpoint, graphEndpoint, partnerEndpoint, portalEndpoint, controlEndpoint}

// listen opens every endpoint. With port 0 in addr each takes the port it had in the last run of the same dir, so that tokens
// that a program has kept stay good for the addresses; where that port is taken, another. With a fixed port the endpoints take
// that and the ones after it.
func listen(ctx context.Context, addr, dir string) (map[endpoint]net.Listener, error) {
	host, first, err := readAddr(addr)
	if err != nil {
		return nil, err
	}
	kept, err := readPorts(dir)
	if err != nil {
		return nil, err
	}
	open := make(map[endpoint]net.Listener, len(endpoints))
	for i, d := range endpoints {
		listener, err := listenAt(ctx, host, first, i, kept[d])
		if err != nil {
			return nil, errors.Join(fmt.Errorf("listen for %s: %w", d, err), closeAll(open))
		}
		open[d] = listener
	}
	if err := keepPorts(dir, open); err != nil {
		return nil, errors.Join(err, closeAll(open))
	}
	return open, nil
}

func listenAt(ctx context.Context, host string, first, index, kept int) (net.Listener, error) {
	var config net.ListenConfig
	at := func(port int) (net.Listener, error) {
		return config.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	}
	if first != 0 {
		return at(first + index)
	}
	if kept != 0 {
		if listener, err := at(kept); err == nil {
			return listener, nil
		}
	}
	return at(0)
}

// readAddr refuses addresses that others on the network could reach: the simulated cloud asks for no password.
func readAddr(addr string) (host string, port int, err error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	host, text, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, fmt.Errorf("address %q: %w", addr, err)
	}
	ip := net.ParseIP(host)
	if ip == nil || !ip.IsLoopback() {
		return "", 0, fmt.Errorf("address %q: the simulated cloud serves this machine only, on 127.0.0.1 or ::1", addr)
	}
	if port, err = strconv.Atoi(text); err != nil || port < 0 || port > 65535-len(endpoints) {
		return "", 0, fmt.Errorf("address %q: %q is not a port with room for %d after it", addr, text, len(endpoints)-1)
	}
	return host, port, nil
}

func readPorts(dir string) (map[endpoint]int, error) {
	data, err := os.ReadFile(filepath.Join(dir, portsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read ports: %w", err)
	}
	var ports map[endpoint]int
	if err := json.Unmarshal(data, &ports); err != nil {
		return nil, fmt.Errorf("read ports: %w", err)
	}
	return ports, nil
}

func keepPorts(dir string, open map[endpoint]net.Listener) error {
	ports := make(map[endpoint]int, len(open))
	for d, listener := range open {
		ports[d] = listener.Addr().(*net.TCPAddr).Port
	}
	data, err := json.Marshal(ports)
	if err != nil {
		return fmt.Errorf("keep ports: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, portsFile), data, 0o600); err != nil {
		return fmt.Errorf("keep ports: %w", err)
	}
	return nil
}

func closeAll(open map[endpoint]net.Listener) error {
	var all []error
	for _, listener := range open {
		all = append(all, listener.Close())
	}
	return errors.Join(all...)
}
