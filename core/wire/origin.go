package wire

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Origin is the scheme and host that tokens may be sent to. It is comparable.
type Origin struct{ scheme, host string }

func (o Origin) String() string { return o.scheme + "://" + o.host }

// Holds says whether address is of this origin. One that carries a user name never is.
func (o Origin) Holds(address *url.URL) bool {
	return address.User == nil && originOf(address) == o
}

// OnThisMachine says that the origin is a server of this machine.
func (o Origin) OnThisMachine() bool {
	return IsLoopback((&url.URL{Host: o.host}).Hostname())
}

func originOf(address *url.URL) Origin {
	scheme, host := strings.ToLower(address.Scheme), strings.ToLower(address.Host)
	switch scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return Origin{scheme: scheme, host: host}
}

// ParseOrigin reads an address that has nothing but scheme and host: https, or plain http on this machine. The error names
// service and gives example.
func ParseOrigin(service, example, text string) (Origin, error) {
	address, err := url.Parse(text)
	if err != nil {
		return Origin{}, fmt.Errorf("%s address %q: %w", service, text, err)
	}
	if address.Host == "" || address.User != nil || address.RawQuery != "" || (address.Path != "" && address.Path != "/") {
		return Origin{}, fmt.Errorf("%s address %q: want only scheme and host, as %s", service, text, example)
	}
	found := originOf(address)
	if found.scheme == "https" || (found.scheme == "http" && IsLoopback(address.Hostname())) {
		return found, nil
	}
	return Origin{}, fmt.Errorf("%s address %q: want https, plain http is for 127.0.0.1 only", service, text)
}

// IsLoopback says that a host, without a port, is this machine.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
