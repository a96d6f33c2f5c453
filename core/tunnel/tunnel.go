// Package tunnel is why a proxy opened no way to a server, and the sentences. What was to be sent stayed here then.
package tunnel

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
)

// Error says that a proxy was there and gave no connection.
type Error struct {
	// Proxy is the proxy's host and port.
	Proxy string
	// Status is the HTTP status of the proxy's answer, 407 where it wants to know who asks.
	Status int
	// Schemes are the ways in which it lets itself be told that: "Basic", "NTLM".
	Schemes []string
	// Named says that it was told a user name and a password.
	Named bool
}

func (e *Error) Error() string {
	return fmt.Sprintf("the proxy %s gave no connection: status %d", e.Proxy, e.Status)
}

// unreached says that the proxy itself was not reached.
var unreached = &Error{}

// As returns the Error in err, one without a status where the proxy was not reached, and nil where err is not about a proxy.
func As(err error) *Error {
	var refused *Error
	if errors.As(err, &refused) {
		return refused
	}
	var operation *net.OpError
	if errors.As(err, &operation) && operation.Op == "proxyconnect" {
		return unreached
	}
	return nil
}

const (
	wantsName = 407
	// basic is the one scheme that a name and a password of the settings answer.
	basic = "basic"
)

// Because completes "Could not read the users in Contoso: …".
func (e *Error) Because() string {
	switch {
	case e.Status == 0:
		return "the proxy of this network could not be reached, so nothing was sent"
	case e.Status == wantsName && !e.takesPassword():
		return "the proxy " + e.Proxy + " asks for a sign-in that Tenantkeep does not know (" + strings.Join(e.Schemes, ", ") + "), so nothing was sent"
	case e.Status == wantsName && e.Named:
		return "the proxy " + e.Proxy + " did not accept the user name and the password, so nothing was sent"
	case e.Status == wantsName:
		return "the proxy " + e.Proxy + " asks for a user name and a password, so nothing was sent"
	case e.Status >= 400 && e.Status < 500:
		return fmt.Sprintf("the proxy %s does not allow the connection to Microsoft (status %d), so nothing was sent", e.Proxy, e.Status)
	case e.Status >= 500:
		return fmt.Sprintf("the proxy %s could not reach Microsoft (status %d), so nothing was sent", e.Proxy, e.Status)
	}
	return fmt.Sprintf("the proxy %s gave no connection to Microsoft (status %d), so nothing was sent", e.Proxy, e.Status)
}

// Do says what helps.
func (e *Error) Do() string {
	switch {
	case e.Status == 0:
		return "Check the proxy settings of this computer, and whether it is in the network that the proxy belongs to, then try again."
	case e.Status == wantsName && !e.takesPassword():
		return "Have the proxy let Microsoft's addresses through without a sign-in, or this computer through by its address."
	case e.Status == wantsName:
		return "Set HTTPS_PROXY to http://NAME:PASSWORD@HOST:PORT in the environment of this computer, or have the proxy let Microsoft's addresses through without a sign-in, then start Tenantkeep again."
	case e.Status >= 400 && e.Status < 500:
		return "Have whoever runs the proxy allow the addresses of Microsoft 365, or use another network."
	}
	return "Try again in a few minutes. If it stays, tell whoever runs the proxy, or use another network."
}

func (e *Error) takesPassword() bool {
	return len(e.Schemes) == 0 || slices.ContainsFunc(e.Schemes, func(scheme string) bool { return strings.EqualFold(scheme, basic) })
}
