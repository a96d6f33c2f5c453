package cloudsim

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// headerTimeout ends connections that say nothing.
const headerTimeout = 30 * time.Second

// services are the running servers.
type services struct {
	servers []*http.Server
	cancel  context.CancelFunc
	// running are the accept loops.
	running sync.WaitGroup
	// underWay is held for reading by every request and for writing once all has to end.
	underWay sync.RWMutex
	ended    bool
}

// serve starts a server at every endpoint. What ctx carries goes with every request, until close ends them.
func serve(ctx context.Context, listeners map[endpoint]net.Listener, handlers map[endpoint]http.Handler, certificate tls.Certificate, log *slog.Logger) *services {
	base, cancel := context.WithCancel(ctx)
	s := &services{cancel: cancel}
	for d, listener := range listeners {
		server := &http.Server{
			Handler: s.counted(handlers[d]), ReadHeaderTimeout: headerTimeout,
			BaseContext: func(net.Listener) context.Context { return base },
			ErrorLog:    slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		}
		if d == authorityEndpoint {
			server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
		}
		s.servers = append(s.servers, server)
		s.running.Go(func() { s.accept(server, listener, d, log) })
	}
	return s
}

func (s *services) accept(server *http.Server, listener net.Listener, d endpoint, log *slog.Logger) {
	var err error
	if server.TLSConfig != nil {
		err = server.ServeTLS(listener, "", "")
	} else {
		err = server.Serve(listener)
	}
	if !errors.Is(err, http.ErrServerClosed) {
		log.Error("simulated cloud stopped serving", "service", string(d), "error", err)
	}
}

// counted lets close wait for the requests under way.
func (s *services) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.underWay.RLock()
		defer s.underWay.RUnlock()
		if s.ended {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	})
}

func (s *services) close() error {
	s.cancel()
	var all []error
	for _, server := range s.servers {
		if err := server.Close(); err != nil {
			all = append(all, fmt.Errorf("close server: %w", err))
		}
	}
	s.running.Wait()
	s.underWay.Lock()
	s.ended = true
	s.underWay.Unlock()
	return errors.Join(all...)
}
