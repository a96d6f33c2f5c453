package graph_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/proxy"
)

// oneByOne are writes with a body and without one.
func oneByOne() []call.Request {
	return []call.Request{
		call.SetPassword(ada, m365.NewSecret("Correct-horse1"), true), call.RevokeSessions(ada), call.RemoveFromGroup(ada, group),
		call.ResetSyncedPassword(ada, m365.NewSecret("Correct-horse1")),
	}
}

// behind is a client whose way to Graph leads through a proxy.
func behind(t *testing.T, connect http.HandlerFunc) *graph.Client {
	t.Helper()
	server := httptest.NewServer(connect)
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL)
	require.NoError(t, err)
	transport := proxy.Transport()
	transport.Proxy = http.ProxyURL(address)
	transport.TLSHandshakeTimeout = 100 * time.Millisecond
	t.Cleanup(transport.CloseIdleConnections)
	client, err := graph.New(graph.Options{
		Base: "https://graph.example", Tokens: &tokens{}, Transport: transport, Jitter: func() float64 { return 0 },
		Sleep: func(context.Context, time.Duration) error { return nil },
	})
	require.NoError(t, err)
	return client
}

// tunnel lets a request through to what use makes of the connection.
func tunnel(use func(net.Conn)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
		use(conn)
		_ = conn.Close()
	}
}

func TestNothingIsSentThroughAProxyThatRefuses(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 407, 429, 500, 502, 503, 504, 511} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			client := behind(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodConnect {
					w.WriteHeader(status)
				}
			})
			for _, request := range oneByOne() {
				_, err := client.Send(t.Context(), contoso, request)
				require.True(t, call.Is(err, call.Network), "%v", err)
				require.False(t, call.MayHaveHappened(err), "%v", err)
				require.True(t, call.NothingSent(err))
				failure := call.Explain(err, "Contoso")
				require.Contains(t, failure.What, "so nothing was sent")
				require.Contains(t, failure.Do, "proxy")
			}
		})
	}
}

func TestNothingIsSentWhereNoSafeConnectionComesAbout(t *testing.T) {
	for name, connect := range map[string]http.HandlerFunc{
		"a proxy that hangs up":           func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"a tunnel that ends":              tunnel(func(net.Conn) {}),
		"a tunnel to what does not speak": tunnel(func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }),
		"a tunnel to something else":      tunnel(func(conn net.Conn) { _, _ = io.WriteString(conn, "SSH-2.0-x\r\n") }),
	} {
		t.Run(name, func(t *testing.T) {
			client := behind(t, connect)
			for _, request := range oneByOne() {
				_, err := client.Send(t.Context(), contoso, request)
				require.True(t, call.Is(err, call.Network), "%v", err)
				require.True(t, call.NothingSent(err), "%v", err)
			}
		})
	}
}

func TestTheEndOfTheCallerBeforeThereWasAConnectionIsNoWrite(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	client := behind(t, func(_ http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	})
	_, err := client.Send(ctx, contoso, call.RevokeSessions(ada))
	require.ErrorIs(t, err, context.Canceled)
	require.False(t, call.MayHaveHappened(err))
	require.True(t, call.NothingSent(err))
}

// The frames of HTTP/2 that the test speaks (RFC 9113, section 6).
const (
	frameHeaders, frameReset, frameSettings, frameGoAway = 1, 3, 4, 7
	flagAck                                              = 1
	refusedStream                                        = 7
)

// overHTTP2 is a Graph that answers every request with one frame, and counts them.
func overHTTP2(t *testing.T, answer func(w io.Writer, stream uint32) error) (client *graph.Client, requests *atomic.Int32) {
	t.Helper()
	certificates := httptest.NewUnstartedServer(nil)
	certificates.StartTLS()
	t.Cleanup(certificates.Close)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: certificates.TLS.Certificates, NextProtos: []string{"h2"}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	requests = &atomic.Int32{}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				_ = serveHTTP2(conn, requests, answer)
				_ = conn.Close()
			}()
		}
	}()
	transport := certificates.Client().Transport.(*http.Transport).Clone()
	transport.ForceAttemptHTTP2 = true
	t.Cleanup(transport.CloseIdleConnections)
	client, err = graph.New(graph.Options{
		Base: "https://" + listener.Addr().String(), Tokens: &tokens{}, Transport: transport, Jitter: func() float64 { return 0 },
		Sleep: func(context.Context, time.Duration) error { return nil },
	})
	require.NoError(t, err)
	return client, requests
}

func serveHTTP2(conn net.Conn, requests *atomic.Int32, answer func(w io.Writer, stream uint32) error) error {
	reader := bufio.NewReader(conn)
	preface := make([]byte, len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
	if _, err := io.ReadFull(reader, preface); err != nil {
		return err
	}
	if err := writeFrame(conn, frameSettings, 0, 0, nil); err != nil {
		return err
	}
	for {
		var head [9]byte
		if _, err := io.ReadFull(reader, head[:]); err != nil {
			return err
		}
		length := int64(head[0])<<16 | int64(head[1])<<8 | int64(head[2])
		if _, err := io.CopyN(io.Discard, reader, length); err != nil {
			return err
		}
		var err error
		switch {
		case head[3] == frameSettings && head[4]&flagAck == 0:
			err = writeFrame(conn, frameSettings, flagAck, 0, nil)
		case head[3] == frameHeaders:
			requests.Add(1)
			err = answer(conn, binary.BigEndian.Uint32(head[5:]))
		}
		if err != nil {
			return err
		}
	}
}

func writeFrame(w io.Writer, kind, flags byte, stream uint32, payload []byte) error {
	head := []byte{0, byte(len(payload) >> 8), byte(len(payload)), kind, flags, 0, 0, 0, 0}
	binary.BigEndian.PutUint32(head[5:], stream)
	_, err := w.Write(append(head, payload...))
	return err
}

func TestAWriteIsNotRepeatedOverHTTP2(t *testing.T) {
	for name, answer := range map[string]func(io.Writer, uint32) error{
		"a refused stream": func(w io.Writer, stream uint32) error {
			return writeFrame(w, frameReset, 0, stream, []byte{0, 0, 0, refusedStream})
		},
		"a server that goes away": func(w io.Writer, _ uint32) error {
			return errors.Join(writeFrame(w, frameGoAway, 0, 0, make([]byte, 8)), io.EOF)
		},
	} {
		for _, request := range oneByOne() {
			t.Run(name+" for "+request.Method+" "+request.Op, func(t *testing.T) {
				client, requests := overHTTP2(t, answer)
				_, err := client.Send(t.Context(), contoso, request)
				require.True(t, call.Is(err, call.Network), "%v", err)
				require.True(t, call.MayHaveHappened(err), "it left, and nobody knows more")
				require.EqualValues(t, 1, requests.Load())
			})
		}
	}
}

func TestAWriteWithoutABodyIsOneOverBothVersionsOfHTTP(t *testing.T) {
	for _, two := range []bool{false, true} {
		var got []string
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			got = append(got, fmt.Sprintf("%s %d %q %v", r.Method, r.ProtoMajor, body, err))
			if r.Method == http.MethodPost {
				writeJSON(w, 200, `{"value":true}`)
				return
			}
			w.WriteHeader(204)
		}))
		server.EnableHTTP2 = two
		server.StartTLS()
		t.Cleanup(server.Close)
		client, err := graph.New(graph.Options{Base: server.URL, Tokens: &tokens{}, Transport: server.Client().Transport})
		require.NoError(t, err)
		for _, request := range []call.Request{call.RevokeSessions(ada), call.RemoveFromGroup(ada, group)} {
			_, err := client.Send(t.Context(), contoso, request)
			require.NoError(t, err)
		}
		version := 1
		if two {
			version = 2
		}
		require.Equal(t, []string{fmt.Sprintf(`POST %d "" <nil>`, version), fmt.Sprintf(`DELETE %d "" <nil>`, version)}, got)
	}
}
