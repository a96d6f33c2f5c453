package refusal

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/tunnel"
)

// networkAdvice has a sentence for an error of the connection to Microsoft, below anything that Microsoft said.
func networkAdvice(err error) (advice, bool) {
	var (
		name      *net.DNSError
		operation *net.OpError
		hostname  x509.HostnameError
		authority x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
		unproven  *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		timeout   net.Error
	)
	refused := tunnel.As(err)
	switch {
	case errors.Is(err, context.Canceled):
		return advice{what: "This was cancelled."}, true
	case refused != nil:
		because := refused.Because()
		return advice{what: strings.ToUpper(because[:1]) + because[1:] + ".", do: refused.Do()}, true
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return advice{
			what: "The certificate of Microsoft's server is not valid at the time of this computer.",
			do:   "Check the clock of this computer, then try again.",
		}, true
	case errors.As(err, &authority), errors.As(err, &hostname), errors.As(err, &invalid), errors.As(err, &unproven):
		return advice{
			what: "The connection is not safe: the answer came with a certificate that this computer does not trust.",
			do:   "If a proxy or a security program inspects encrypted traffic here, have its certificate installed on this computer, or have Microsoft's addresses exempted. Otherwise use another network.",
		}, true
	case errors.As(err, &name):
		return advice{
			what: "Microsoft's server could not be found.",
			do:   "Check the network connection and the name servers of this computer, then try again.",
		}, true
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return advice{
			what: "Microsoft's server did not answer in time.",
			do:   "Check the network connection, then try again.",
		}, true
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch), errors.As(err, &operation) && operation.Op == "remote error":
		return advice{
			what: "No safe connection to Microsoft's server came about.",
			do:   "Check whether a proxy or a security program stands in between, then try again.",
		}, true
	case errors.As(err, &operation) && operation.Op == "dial":
		return advice{
			what: "Microsoft's server could not be reached.",
			do:   "Check the network connection, and whether a firewall or a proxy is in the way, then try again.",
		}, true
	case isNetwork(err), errors.Is(err, io.ErrUnexpectedEOF):
		return advice{
			what: "The connection to Microsoft's server broke off.",
			do:   "Check the network connection, then try again.",
		}, true
	}
	return advice{}, false
}

// Unreachable says that no connection to Microsoft came about, as where the network is lost. An answer that was late or cut
// is another matter: that may happen to one tenant alone.
func Unreachable(err error) bool {
	var name *net.DNSError
	var operation *net.OpError
	return errors.As(err, &name) || errors.As(err, &operation) && (operation.Op == "dial" || operation.Op == "proxyconnect")
}

func isNetwork(err error) bool {
	var sending *url.Error
	var reading *net.OpError
	return errors.As(err, &sending) || errors.As(err, &reading)
}
