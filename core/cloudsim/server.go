// Package cloudsim is a Microsoft cloud in one process: sign-in, Graph, Partner Center and portals for a made-up managed
// service provider and its customers, with faults on demand. It shares no code with the client.
package cloudsim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/login"
)

// Options says what to simulate, and where.
type Options struct {
	// Seed fixes all that is made up.
	Seed int64
	// Tenants and Users count the customers and the users of all tenants together; 0 means the directory's defaults.
	Tenants, Users int
	// Dir keeps certificates, ports, keys and all changes between runs. Where it is empty, a folder that Close removes
	// takes its place.
	Dir string
	// Now is the clock of everything but TLS; nil means time.Now.
	Now func() time.Time
	// GoOn lets people go on signing in as time passes.
	GoOn bool
	// Addr is a loopback address; with port 0, which "" means too, every service takes a port of its own, the same as in
	// the last run in Dir where that is free. A fixed port is the first of six in a row.
	Addr string
	// Names are what the cloud calls itself where that is not where it listens.
	Names Names
	// Log may be nil.
	Log *slog.Logger
}

// Server is a running simulated cloud.
type Server struct {
	dir       string
	temporary bool
	authority *authority
	// listening is where each endpoint is reached, urls what clients know it by.
	listening, urls map[endpoint]string

	directory *directory.Directory
	estate    *estate.Estate
	login     *login.Server
	faults    *fault.Rules

	services *services
	close    sync.Once
	closeErr error
}

// Start builds the cloud and serves it until Close. ctx bounds the start alone.
func Start(ctx context.Context, options Options) (*Server, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{dir: options.Dir, faults: fault.New(time.After)}
	if err := s.start(ctx, options); err != nil {
		return nil, errors.Join(fmt.Errorf("start simulated cloud: %w", err), s.Close())
	}
	return s, nil
}

func (s *Server) start(ctx context.Context, options Options) error {
	if err := s.makeDir(); err != nil {
		return err
	}
	if err := s.makeWorld(options); err != nil {
		return err
	}
	var err error
	if s.authority, err = openAuthority(s.dir); err != nil {
		return err
	}
	listeners, err := listen(ctx, options.Addr, s.dir)
	if err != nil {
		return err
	}
	s.listening = urlsOf(listeners)
	s.urls = options.Names.called(s.listening)
	handlers, err := s.handlers(options)
	if err != nil {
		return errors.Join(err, closeAll(listeners))
	}
	certificate, err := s.authority.serverCertificate()
	if err != nil {
		return errors.Join(err, closeAll(listeners))
	}
	s.services = serve(context.WithoutCancel(ctx), listeners, handlers, certificate, options.Log)
	return nil
}

func (s *Server) makeDir() error {
	if s.dir == "" {
		dir, err := os.MkdirTemp("", "cloudsim-")
		if err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
		s.dir, s.temporary = dir, true
	}
	var err error
	if s.dir, err = filepath.Abs(s.dir); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	for _, part := range []string{s.directoryDir(), s.estateDir(), s.loginDir()} {
		if err := os.MkdirAll(part, 0o700); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
	}
	return nil
}

func (s *Server) directoryDir() string { return filepath.Join(s.dir, "directory") }
func (s *Server) estateDir() string    { return filepath.Join(s.dir, "estate") }
func (s *Server) loginDir() string     { return filepath.Join(s.dir, "login") }

func (s *Server) makeWorld(options Options) error {
	var err error
	s.directory, err = directory.New(directory.Options{
		Seed: options.Seed, Tenants: options.Tenants, Users: options.Users, Now: options.Now, GoOn: options.GoOn, Dir: s.directoryDir(),
	})
	if err != nil {
		return err
	}
	all := s.directory.Tenants()
	partner := tenantOf(all[0])
	customers := make([]estate.Tenant, 0, len(all)-1)
	for _, info := range all[1:] {
		customers = append(customers, tenantOf(info))
	}
	s.estate, err = estate.New(estate.Options{
		Seed: uint64(options.Seed), Partner: partner, Customers: customers,
		Technicians: technicians(partner.ID, s.directory.Technicians()),
		Dir:         s.estateDir(), Now: options.Now, Log: options.Log,
	})
	return err
}

func tenantOf(info directory.TenantInfo) estate.Tenant {
	return estate.Tenant{ID: info.ID, Name: info.Name, Domain: info.DefaultDomain}
}

// StartOver forgets every change: the tenants, the consents and the faults are as at the first start. Who is signed in
// stays signed in.
func (s *Server) StartOver() error {
	s.faults.Clear()
	s.login.StartOver()
	if err := errors.Join(s.directory.StartOver(), s.estate.StartOver()); err != nil {
		return fmt.Errorf("start simulated cloud over: %w", err)
	}
	return nil
}

// Close ends all services and waits for the requests under way. It returns the same on every call.
func (s *Server) Close() error {
	s.close.Do(func() {
		var all []error
		if s.services != nil {
			all = append(all, s.services.close())
		}
		if s.directory != nil {
			all = append(all, s.directory.Close())
		}
		if s.temporary {
			all = append(all, os.RemoveAll(s.dir))
		}
		s.closeErr = errors.Join(all...)
	})
	return s.closeErr
}

// Faults returns the faults in force.
func (s *Server) Faults() *fault.Rules { return s.faults }

// Estate returns what the partner has.
func (s *Server) Estate() *estate.Estate { return s.estate }

// Directory returns the tenants and everything in them.
func (s *Server) Directory() *directory.Directory { return s.directory }

// Login returns the sign-in service.
func (s *Server) Login() *login.Server { return s.login }

// Authority returns the https address of the sign-in service; CAFile vouches for it.
func (s *Server) Authority() string { return s.urls[authorityEndpoint] }

// Pages returns the address of the sign-in pages.
func (s *Server) Pages() string { return s.urls[pagesEndpoint] }

// Graph returns the address of Microsoft Graph, without a version.
func (s *Server) Graph() string { return s.urls[graphEndpoint] }

// PartnerCenter returns the address of the Partner Center API, without a version.
func (s *Server) PartnerCenter() string { return s.urls[partnerEndpoint] }

// PortalBase returns what comes before the host of a portal's address.
func (s *Server) PortalBase() string { return s.urls[portalEndpoint] + "/portal/" }

// Control returns the address of the control interface.
func (s *Server) Control() string { return s.urls[controlEndpoint] }

// CAFile returns the path of the certificate to trust.
func (s *Server) CAFile() string { return s.authority.file }
