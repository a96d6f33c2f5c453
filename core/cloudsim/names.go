package cloudsim

import (
	"maps"
	"net/http"
	"strings"
)

// Names are the addresses that a cloud goes by, with scheme and without a slash at the end, as https://graph.microsoft.us. An
// empty one is that of the listener.
type Names struct {
	// SignIn is that of the pages too.
	SignIn string
	Graph  string
	// PartnerCenter is Partner Center's.
	PartnerCenter string
}

// called are the addresses by which clients know the endpoints that listen at others.
func (n Names) called(listening map[endpoint]string) map[endpoint]string {
	urls := maps.Clone(listening)
	for d, name := range map[endpoint]string{
		authorityEndpoint: n.SignIn, pagesEndpoint: n.SignIn, graphEndpoint: n.Graph, partnerEndpoint: n.PartnerCenter,
	} {
		if name != "" {
			urls[d] = name
		}
	}
	return urls
}

// Listening is the address at which the simulated cloud serves what clients know by the name of a host; false for a host that
// is not the cloud's. It stands for the name service of a network.
func (s *Server) Listening(host string) (address string, served bool) {
	for _, d := range []endpoint{authorityEndpoint, graphEndpoint, partnerEndpoint} {
		if strings.EqualFold(hostOf(s.urls[d]), host) {
			return s.listening[d], true
		}
	}
	return "", false
}

// oneHost serves the pages that a person sees beside what programs talk to, as Microsoft does.
func oneHost(pages, authority http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", authority)
	for _, pattern := range []string{"GET /{tenant}/oauth2/v2.0/authorize", "POST /{tenant}/choose", "POST /{tenant}/decide"} {
		mux.Handle(pattern, pages)
	}
	return mux
}
