package graph

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestATryThatMicrosoftNeverFinishesEndsByItself(t *testing.T) {
	for _, test := range []struct {
		name   string
		begin  func(http.ResponseWriter)
		inBody bool
	}{
		{"no answer", func(http.ResponseWriter) {}, false},
		{"half an answer", func(w http.ResponseWriter) {
			_, _ = w.Write([]byte(`{"value":[`))
			w.(http.Flusher).Flush()
		}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				test.begin(w)
				<-r.Context().Done()
			}))
			defer server.Close()
			transport := &http.Transport{}
			defer transport.CloseIdleConnections()
			request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, server.URL, nil)
			require.NoError(t, err)
			resp, err := (&attempts{next: transport, timeout: 20 * time.Millisecond}).RoundTrip(request)
			if err == nil {
				_, err = io.ReadAll(resp.Body)
				_ = resp.Body.Close()
			}
			require.ErrorIs(t, err, errTooSlow)
			var wire *wireError
			require.True(t, errors.As(err, &wire))
			require.Equal(t, test.inBody, wire.inBody)
			require.False(t, worthAnotherTry(request, err), "another 100 s would not do better")
			require.False(t, brokeOff(err))
		})
	}
}

func TestAnAnswerWithoutEndIsRefused(t *testing.T) {
	body := &answerBody{ReadCloser: io.NopCloser(strings.NewReader(strings.Repeat("x", 100))), ctx: context.Background(), left: 99}
	_, err := io.ReadAll(body)
	require.ErrorIs(t, err, errTooLong)
}
