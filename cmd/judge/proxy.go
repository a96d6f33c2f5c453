package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The hosts of Microsoft that a foreign client knows, and no others.
const (
	signInHost = "login.microsoftonline.com"
	graphHost  = "graph.microsoft.com"
)

// stand stands in for Microsoft's hosts: a proxy that leads them to the simulated cloud, whose addresses it writes as Microsoft's.
type stand struct {
	// proxyURL is what a client takes as its proxy, and caFile the certificate that it has to trust.
	proxyURL, caFile string
	proxy, hosts     *http.Server
	listeners        []net.Listener
	running          sync.WaitGroup
}

// openStand begins to listen. simulated are the addresses of the simulated cloud by Microsoft's host.
func openStand(ctx context.Context, caFile string, simulated map[string]string, trusted *x509.CertPool) (*stand, error) {
	certificate, err := makeCertificate(caFile)
	if err != nil {
		return nil, fmt.Errorf("certificate of the proxy: %w", err)
	}
	var config net.ListenConfig
	var listeners []net.Listener
	for range 2 {
		listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("proxy: %w", err)
		}
		listeners = append(listeners, listener)
	}
	front, back := listeners[0], listeners[1]
	s := &stand{
		proxyURL: "http://" + front.Addr().String(), caFile: caFile, listeners: listeners,
		proxy: &http.Server{Handler: tunnel(simulated, back.Addr().String()), ReadHeaderTimeout: time.Minute},
		hosts: &http.Server{
			Handler:   translator{simulated, &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}}},
			TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}}, ReadHeaderTimeout: time.Minute,
		},
	}
	s.running.Go(func() { _ = s.proxy.Serve(front) })
	s.running.Go(func() { _ = s.hosts.ServeTLS(back, "", "") })
	return s, nil
}

func (s *stand) close() error {
	err := errors.Join(s.proxy.Close(), s.hosts.Close())
	s.running.Wait()
	return err
}

// tunnel answers CONNECT to Microsoft's hosts with a connection to where those stand, and refuses everything else.
func tunnel(simulated map[string]string, hosts string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, _, _ := net.SplitHostPort(r.Host)
		if r.Method != http.MethodConnect || simulated[name] == "" {
			http.Error(w, "nothing but the simulated cloud is reached from here", http.StatusForbidden)
			return
		}
		there, err := net.Dial("tcp", hosts)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		here, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			_ = there.Close()
			return
		}
		_, _ = io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n")
		var both sync.WaitGroup
		pass := func(to, from net.Conn) {
			_, _ = io.Copy(to, from)
			_ = to.Close()
		}
		both.Go(func() { pass(there, here) })
		both.Go(func() { pass(here, there) })
		both.Wait()
	})
}

// translator sends what Microsoft's hosts are asked to the simulated cloud.
type translator struct {
	simulated map[string]string
	client    *http.Client
}

func (t translator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	address := t.simulated[r.Host] + r.URL.RequestURI()
	request, err := http.NewRequestWithContext(r.Context(), r.Method, address, bytes.NewReader(sent))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	request.Header = r.Header.Clone()
	// Without it the transport unpacks what comes.
	request.Header.Del("Accept-Encoding")
	response, err := t.client.Do(request)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	for name, values := range response.Header {
		w.Header()[name] = values
	}
	answer = t.asMicrosofts(answer)
	w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
	w.WriteHeader(response.StatusCode)
	// A client that went away needs no answer.
	_, _ = w.Write(answer)
}

// asMicrosofts puts Microsoft's addresses in the place of the simulated ones.
func (t translator) asMicrosofts(answer []byte) []byte {
	text := string(answer)
	for host, address := range t.simulated {
		text = strings.ReplaceAll(text, address, "https://"+host)
		if parsed, err := url.Parse(address); err == nil {
			text = strings.ReplaceAll(text, `"`+parsed.Host+`"`, `"`+host+`"`)
		}
	}
	return []byte(text)
}

// makeCertificate makes a certificate for Microsoft's hosts, and writes the authority that vouches for it to a file.
func makeCertificate(caFile string) (tls.Certificate, error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Judge of the simulated cloud"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(0, 0, 2),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return tls.Certificate{}, err
	}
	if err := os.WriteFile(caFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER}), 0o600); err != nil {
		return tls.Certificate{}, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: signInHost}, DNSNames: []string{signInHost, graphHost},
		NotBefore: ca.NotBefore, NotAfter: ca.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, caKey)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der, caDER}, PrivateKey: key}, nil
}
