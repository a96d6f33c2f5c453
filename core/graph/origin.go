package graph

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// origin is the scheme and host that tokens may be sent to.
type origin struct{ scheme, host string }

func (o origin) String() string { return o.scheme + "://" + o.host }

// holds says whether address is of this origin.
func (o origin) holds(address *url.URL) bool {
	return address.User == nil && originOf(address) == o
}

func originOf(address *url.URL) origin {
	scheme, host := strings.ToLower(address.Scheme), strings.ToLower(address.Host)
	switch {
	case scheme == "https":
		host = strings.TrimSuffix(host, ":443")
	case scheme == "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return origin{scheme: scheme, host: host}
}

func parseOrigin(base string) (origin, error) {
	address, err := url.Parse(base)
	if err != nil {
		return origin{}, fmt.Errorf("graph address %q: %w", base, err)
	}
	if address.Host == "" || address.User != nil || address.RawQuery != "" || (address.Path != "" && address.Path != "/") {
		return origin{}, fmt.Errorf("graph address %q: want only scheme and host, as https://graph.microsoft.com", base)
	}
	found := originOf(address)
	if found.scheme == "https" || (found.scheme == "http" && isLoopback(address.Hostname())) {
		return found, nil
	}
	return origin{}, fmt.Errorf("graph address %q: want https, plain http is for 127.0.0.1 only", base)
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
