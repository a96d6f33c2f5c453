package graph

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"

	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/tunnel"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// Send makes a write to tenant, once: the chain repeats it only after 429, after a refused token, and where no connection
// came about, which is where Microsoft did nothing. MayHaveHappened says of the error whether Microsoft may have done it.
func (c *Client) Send(ctx context.Context, tenant m365.TenantID, request call.Request) (call.Answer, error) {
	information, err := c.information(request)
	if err == nil {
		err = request.CheckIDs()
	}
	if err != nil {
		return call.Answer{}, fmt.Errorf("%s in tenant %s: %w", request.Op, tenant, err)
	}
	state := &sendState{}
	var answer call.Answer
	err = c.once(context.WithValue(ctx, sendStateKey{}, state), tenant, request.Op, func(ctx context.Context, conn *connection) error {
		answer, err = conn.sendOnce(ctx, information, request)
		return err
	})
	if err != nil && call.As(err) == nil && state.underway.Load() {
		return call.Answer{}, &call.UnderwayError{Cause: err}
	}
	return answer, err
}

// information is a request in the SDK's words, with its secrets in clear.
func (c *Client) information(request call.Request) (*abstractions.RequestInformation, error) {
	method, known := methods[request.Method]
	if !known || request.Method == http.MethodGet && !request.AnswersSecret { // a look at a secret is recorded as a write is
		return nil, fmt.Errorf("the method %q is no write", request.Method)
	}
	content, err := request.Content()
	if err != nil {
		return nil, err
	}
	information, err := newRequest(method, c.origin.String()+"/v1.0"+request.Path)
	if err != nil {
		return nil, err
	}
	if content != nil {
		information.Content = content
		information.Headers.Add("Content-Type", "application/json")
	}
	return information, nil
}

func (conn *connection) sendOnce(ctx context.Context, information *abstractions.RequestInformation, request call.Request) (call.Answer, error) {
	var answer call.Answer
	handler := abstractions.NewRequestHandlerOption()
	handler.SetResponseHandler(func(got any, _ abstractions.ErrorMappings) (any, error) {
		resp, ok := got.(*http.Response)
		if !ok {
			return nil, fmt.Errorf("the adapter gave %T", got)
		}
		defer func() { _ = resp.Body.Close() }()
		var err error
		answer, err = readAnswer(resp, request)
		return nil, err
	})
	information.AddRequestOptions([]abstractions.RequestOption{handler})
	err := conn.adapter.SendNoContent(ctx, information, nil)
	return answer, err
}

var methods = map[string]abstractions.HttpMethod{
	http.MethodGet:    abstractions.GET,
	http.MethodPost:   abstractions.POST,
	http.MethodPatch:  abstractions.PATCH,
	http.MethodPut:    abstractions.PUT,
	http.MethodDelete: abstractions.DELETE,
}

// written is what Graph answers to a write.
type written struct {
	Context     string `json:"@odata.context"`
	ID          string `json:"id"`
	Username    string `json:"userPrincipalName"`
	Principal   string `json:"principalId"`
	Pass        string `json:"temporaryAccessPass"`
	NewPassword string `json:"newPassword"`
	RecoveryKey string `json:"key"`
	// Credentials are those of a device's local administrator, the present one and some from before.
	Credentials []localCredential `json:"credentials"`
	// Done is what Graph answers to an action that only ends well or not.
	Done any `json:"value"`
	// Error is in no good answer.
	Error any `json:"error"`
}

// isGraphs says that something in a good answer is Graph's: a gateway gives JSON too.
func (w written) isGraphs(answer call.Answer) bool {
	return first(answer.RequestID, answer.Operation, w.Context, w.ID, w.Pass, w.NewPassword) != "" || w.Done != nil
}

// isAbout says that an answer is about what was written: what it names of that is the same.
func (w written) isAbout(request call.Request) bool {
	for name, said := range map[string]string{"id": w.ID, "userPrincipalName": w.Username, "principalId": w.Principal} {
		if wanted := request.Answers[name]; wanted != "" && said != "" && !strings.EqualFold(said, wanted) {
			return false
		}
	}
	return true
}

type localCredential struct {
	Account  string `json:"accountName"`
	BackedUp string `json:"backupDateTime"`
	Password []byte `json:"passwordBase64"`
}

// newest is the credential that was backed up last; none where there is none.
func (w written) newest() localCredential {
	var newest localCredential
	for _, one := range w.Credentials {
		if len(newest.Password) == 0 || parseTime(one.BackedUp).After(parseTime(newest.BackedUp)) {
			newest = one
		}
	}
	return newest
}

// readAnswer reads what a write answers. The write is done by then, so an answer that breaks off is a failure only where it
// should hold a secret. One that is none of Graph's, or about something else, is a failure in any case.
func readAnswer(resp *http.Response, request call.Request) (call.Answer, error) {
	answer := call.Answer{
		RequestID: wire.ID(resp.Header.Get("request-id")), Operation: resp.Header.Get("Location"),
		Accepted: resp.StatusCode == http.StatusAccepted,
	}
	if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		answer.At = at.UTC()
	}
	var body written
	content, err := io.ReadAll(resp.Body)
	switch {
	case err != nil && request.AnswersSecret:
		return call.Answer{}, err
	case err == nil && len(content) > 0:
		if body, err = decodeOne[written](bytes.NewReader(content)); err != nil {
			return call.Answer{}, err
		}
	}
	answer.ID = oneCase(body.ID)
	switch {
	case body.Done == false || body.Error != nil:
		return call.Answer{}, errNotDone
	case err == nil && len(content) > 0 && !body.isGraphs(answer):
		return call.Answer{}, errNotGraphs
	case !body.isAbout(request):
		return call.Answer{}, errAnother
	case !request.AnswersSecret:
		return answer, nil
	}
	local := body.newest()
	if local.Account != "" {
		answer.Note = "The account is " + local.Account + "."
	}
	for _, text := range []string{body.Pass, body.NewPassword, body.RecoveryKey, string(local.Password)} {
		if text != "" {
			answer.Secret = m365.NewSecret(text)
			return answer, nil
		}
	}
	return call.Answer{}, errNoSecret
}

var (
	errNoSecret  = errors.New("the answer does not hold the secret that it should")
	errNotDone   = errors.New("the answer says that it was not done")
	errNotGraphs = errors.New("nothing in the answer is Microsoft Graph's")
)

// sendState is how far a write came.
type sendState struct {
	// underway: it was handed to the network, and no answer says that Microsoft did not do it.
	underway atomic.Bool
}

type sendStateKey struct{}

// underway marks a write when it is handed to the network, because the end of the caller's context alone does not tell
// whether it had left; and lets it be sent once.
type underway struct{ next http.RoundTripper }

func (t *underway) RoundTrip(req *http.Request) (*http.Response, error) {
	state, _ := req.Context().Value(sendStateKey{}).(*sendState)
	if state == nil {
		return t.next.RoundTrip(req)
	}
	state.underway.Store(true)
	resp, err := t.next.RoundTrip(unrepeatable(req))
	if err != nil && unsent(err) || resp != nil && refusedByGraph(resp) {
		state.underway.Store(false)
	}
	return resp, err
}

// unsent says that there was no connection to send a request on.
func unsent(err error) bool {
	var wire *wireError
	return errors.As(err, &wire) && wire.unsent
}

// unrepeatable is req in a form that net/http cannot send again by itself, as it does over HTTP/2 when the server refuses a
// stream or goes away, even for a POST.
func unrepeatable(req *http.Request) *http.Request {
	req.GetBody = nil
	if req.Body == nil && req.URL.Scheme == "https" {
		req.Body = io.NopCloser(strings.NewReader("")) // Where there is no body, net/http asks for none to begin anew.
	}
	return req
}

// neverSent says that an error is of the network from before a connection.
func neverSent(err error) bool {
	var operation *net.OpError
	if errors.As(err, &operation) && operation.Op == "dial" || tunnel.As(err) != nil {
		return true
	}
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &certificate)
}
