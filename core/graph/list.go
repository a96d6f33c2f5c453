package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"net/http"
	"net/url"
	"strings"

	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// list is a collection of Graph to be read whole.
type list struct {
	// op is as in Error.Op.
	op string
	// path begins with a slash and follows the version; query is what comes after "?", already encoded.
	path, query string
	// beta: it is read from /beta in place of /v1.0.
	beta bool
	// advanced: it needs Graph's advanced query engine, as $search does.
	advanced bool
	// report: the list counts against the limit of sign-in data.
	report bool
}

// link is the address of the first page at an origin.
func (l list) link(at wire.Origin) string {
	link := at.String() + "/v1.0" + l.path
	if l.beta {
		link = at.String() + "/beta" + l.path
	}
	if l.query != "" {
		link += "?" + l.query
	}
	return link
}

// request is a GET of link, a page of l.
func (l list) request(link string) (*abstractions.RequestInformation, error) {
	request, err := newRequest(abstractions.GET, link)
	if err == nil && l.advanced {
		request.Headers.Add("ConsistencyLevel", "eventual")
	}
	return request, err
}

// pages are what reads a list: begin before every page, also before one that is read again; item for each element, whose
// target is used again for the next; end when the page is whole. An error of end ends the reading and is returned as it is.
type pages[T any] struct {
	begin func()
	item  func(*T)
	end   func() error
}

var errCircle = errors.New("the pages go in a circle")

// eachPage reads every page of l, following Microsoft's links as they are. There is no limit on their number.
func eachPage[T any](ctx context.Context, c *Client, tenant m365.TenantID, l list, to pages[T]) error {
	if l.report {
		ctx = asReport(ctx)
	}
	link := l.link(c.origin)
	seed := maphash.MakeSeed()
	seen := make(map[uint64]struct{})
	for link != "" {
		hash := maphash.String(seed, link)
		if _, twice := seen[hash]; twice {
			return c.normal(ctx, tenant, l.op, errCircle)
		}
		seen[hash] = struct{}{}
		var next string
		err := c.read(ctx, tenant, l.op, func(ctx context.Context, conn *connection) (err error) {
			to.begin()
			next, err = readPage(ctx, conn, l, link, to.item)
			return err
		})
		if err != nil {
			return err
		}
		if err := to.end(); err != nil {
			return err
		}
		link = next
	}
	return nil
}

// readAll reads a whole list into memory.
func readAll[T any](ctx context.Context, c *Client, tenant m365.TenantID, l list) ([]T, error) {
	var all []T
	whole := 0
	err := eachPage(ctx, c, tenant, l, pages[T]{
		begin: func() { all = all[:whole] },
		item:  func(one *T) { all = append(all, *one) },
		end:   func() error { whole = len(all); return nil },
	})
	return all, err
}

// readPage sends one GET through the SDK's adapter and decodes the answer as it arrives.
func readPage[T any](ctx context.Context, conn *connection, l list, link string, item func(*T)) (next string, err error) {
	request, err := l.request(link)
	if err != nil {
		return "", err
	}
	err = conn.stream(ctx, request, func(body io.Reader) error {
		next, err = decodePage(body, item)
		return err
	})
	return next, err
}

func newRequest(method abstractions.HttpMethod, link string) (*abstractions.RequestInformation, error) {
	address, err := url.Parse(link)
	if err != nil {
		return nil, fmt.Errorf("page link: %w", err)
	}
	request := abstractions.NewRequestInformation()
	request.Method = method
	request.SetUri(*address)
	request.Headers.Add("Accept", "application/json")
	return request, nil
}

// stream sends request and hands the good answer's body to decode.
func (conn *connection) stream(ctx context.Context, request *abstractions.RequestInformation, decode func(io.Reader) error) error {
	handler := abstractions.NewRequestHandlerOption()
	handler.SetResponseHandler(func(answer any, _ abstractions.ErrorMappings) (any, error) {
		resp, ok := answer.(*http.Response)
		if !ok {
			return nil, fmt.Errorf("the adapter gave %T", answer)
		}
		defer func() { _ = resp.Body.Close() }()
		return nil, decode(resp.Body)
	})
	request.AddRequestOptions([]abstractions.RequestOption{handler})
	return conn.adapter.SendNoContent(ctx, request, nil)
}

// decodePage reads {"value":[…],"@odata.nextLink":"…"} in any order of names, one element at a time into one T, and
// ignores every name that it does not know.
func decodePage[T any](body io.Reader, item func(*T)) (next string, err error) {
	decoder := json.NewDecoder(body)
	if err := expect(decoder, '{'); err != nil {
		return "", err
	}
	hasValue := false
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return "", cut(err)
		}
		switch name {
		case "value":
			hasValue = true
			err = decodeList(decoder, item)
		case "@odata.nextLink":
			err = decoder.Decode(&next)
		default:
			err = decoder.Decode(&skipped{})
		}
		if err != nil {
			return "", cut(err)
		}
	}
	if err := expect(decoder, '}'); err != nil {
		return "", err
	}
	if !hasValue {
		return "", errors.New("the answer has no list")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("something follows the answer: %w", cut(err))
	}
	return next, nil
}

func decodeList[T any](decoder *json.Decoder, item func(*T)) error {
	if err := expect(decoder, '['); err != nil {
		return err
	}
	var element, zero T
	for decoder.More() {
		element = zero
		if err := decoder.Decode(&element); err != nil {
			return err
		}
		item(&element)
	}
	return expect(decoder, ']')
}

func expect(decoder *json.Decoder, delimiter json.Delim) error {
	token, err := decoder.Token()
	if err != nil {
		return cut(err)
	}
	if token != delimiter {
		return fmt.Errorf("the answer has %v where %v is due", token, delimiter)
	}
	return nil
}

// cut makes an end before its time recognisable: inside a token stream encoding/json calls it io.EOF.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// skipped takes any JSON and keeps nothing.
type skipped struct{}

// UnmarshalJSON does nothing.
func (*skipped) UnmarshalJSON([]byte) error { return nil }

// post sends body to path as JSON through the SDK's adapter, and decodes every element of the answer's list.
func post[T any](ctx context.Context, c *Client, conn *connection, path string, body any, item func(*T)) error {
	content, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("request body: %w", err)
	}
	request, err := newRequest(abstractions.POST, c.origin.String()+"/v1.0"+path)
	if err != nil {
		return err
	}
	request.Content = content
	request.Headers.Add("Content-Type", "application/json")
	return conn.stream(ctx, request, func(answer io.Reader) error {
		_, err := decodePage(answer, item)
		return err
	})
}

// query encodes pairs of names and values in their order, with "$" and "," left readable as Microsoft's documents show them.
func query(pairs ...string) string {
	var text strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		if i > 0 {
			text.WriteByte('&')
		}
		text.WriteString(pairs[i] + "=" + strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(pairs[i+1]), "%2C", ","), "+", "%20"))
	}
	return text.String()
}
