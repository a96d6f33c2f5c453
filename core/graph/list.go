package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/tenantkeep/tenantkeep/core/call"
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
	// repeats: an element may come more than once, so that a page like an earlier one is none too many.
	repeats bool
	// prefer is what is asked for by a header of that name; empty for nothing.
	prefer string
	// at is the address to begin at, where that is not the list's own.
	at string
	// strays says what is wrong with a link to a page, where it does not go on with this list; nil takes any.
	strays func(link string) error
}

// link is the address of the first page at an origin.
func (l list) link(at wire.Origin) string {
	if l.at != "" {
		return l.at
	}
	link := at.String() + "/v1.0" + l.path
	if l.beta {
		link = at.String() + "/beta" + l.path
	}
	if l.query != "" {
		link += "?" + l.query
	}
	return link
}

// isCast says that the list holds the objects of one type out of a collection of several.
func (l list) isCast() bool { return strings.Contains(l.path, "/microsoft.graph.") }

// asAdvanced is the list asked of Graph's advanced query engine, which wants to count.
func (l list) asAdvanced() list {
	l.advanced = true
	l.query += "&" + query("$count", "true")
	return l
}

// isUnsupported recognises that the directory answers a query only by the advanced engine
// (learn.microsoft.com/graph/aad-advanced-queries).
func isUnsupported(err error) bool {
	failed := call.As(err)
	return failed != nil && failed.Status == http.StatusBadRequest && strings.Contains(failed.Code, "UnsupportedQuery")
}

// request is a GET of link, a page of l.
func (l list) request(link string) (*abstractions.RequestInformation, error) {
	request, err := newRequest(abstractions.GET, link)
	if err == nil && l.advanced {
		request.Headers.Add("ConsistencyLevel", "eventual")
	}
	if err == nil && l.prefer != "" {
		request.Headers.Add("Prefer", l.prefer)
	}
	return request, err
}

// element is what every object of a list has.
type element struct {
	ID string `json:"id"`
}

func (e *element) identity() string { return e.ID }

// listed is an object of a list: T, whose pointer knows its id.
type listed[T any] interface {
	*T
	identity() string
}

// pages are what reads a list: begin before every page, also before one that is read again; item for each element, whose
// target is used again for the next; end when the page is whole. An error of end ends the reading and is returned as it is.
// restart forgets all pages, because the list begins again; nil where the caller has handed them on.
type pages[T any] struct {
	begin   func()
	item    func(*T)
	end     func() error
	restart func()
}

// eachPage reads every page of l, following Microsoft's links as they are, within the bounds of a walk. A list that
// Microsoft does not bring to its end is an Error of kind Incomplete, after it was begun again where that may help and to can.
func eachPage[T any, P listed[T]](ctx context.Context, c *Client, tenant m365.TenantID, l list, to pages[T]) error {
	_, err := eachPageTo[T, P](ctx, c, tenant, l, to)
	return err
}

// eachPageTo is eachPage, and returns what the last page says beside its elements.
func eachPageTo[T any, P listed[T]](ctx context.Context, c *Client, tenant m365.TenantID, l list, to pages[T]) (onePage, error) {
	if l.report {
		ctx = asReport(ctx)
	}
	conn, err := c.to(tenant)
	if err != nil {
		return onePage{}, err
	}
	if l.isCast() && conn.advancedCasts.Load() {
		l = l.asAdvanced()
	}
	for restarts := 0; ; restarts++ {
		last, err := walkPages[T, P](ctx, c, tenant, l, to)
		if l.isCast() && !l.advanced && isUnsupported(err) {
			// Asked once more, and from now on in this tenant, where that is what it wants.
			l = l.asAdvanced()
			if to.restart != nil {
				to.restart()
			}
			if last, err = walkPages[T, P](ctx, c, tenant, l, to); err == nil {
				conn.advancedCasts.Store(true)
			}
		}
		if restarts == maxRestarts || to.restart == nil || !mayHeal(err) {
			return last, err
		}
		to.restart()
	}
}

func walkPages[T any, P listed[T]](ctx context.Context, c *Client, tenant m365.TenantID, l list, to pages[T]) (read onePage, err error) {
	walked := newWalk()
	walked.repeats = l.repeats
	for link := l.link(c.origin); link != ""; {
		if err := walked.follow(link); err != nil {
			return read, c.normal(ctx, tenant, l.op, err)
		}
		err := c.read(ctx, tenant, l.op, func(ctx context.Context, conn *connection) (err error) {
			to.begin()
			walked.begin()
			read, err = readPage(ctx, conn, l, link, func(one *T) error {
				if err := walked.element(P(one).identity()); err != nil {
					return err
				}
				to.item(one)
				return nil
			})
			return err
		})
		if err == nil {
			err = c.normal(ctx, tenant, l.op, walked.end(read))
		}
		if err != nil {
			return read, walked.lost(err)
		}
		if err := to.end(); err != nil {
			return read, err
		}
		if link = read.next; link != "" && l.strays != nil {
			if err := l.strays(link); err != nil {
				return read, c.normal(ctx, tenant, l.op, err)
			}
		}
	}
	return read, nil
}

// readAll reads a whole list into memory. Beside an error it returns the pages that came before.
func readAll[T any, P listed[T]](ctx context.Context, c *Client, tenant m365.TenantID, l list) ([]T, error) {
	return readSome[T, P](ctx, c, tenant, l, mostElements+1)
}

// errEnough ends a reading that has what it wants.
var errEnough = errors.New("enough was read")

// readSome reads the first of a list, page by page, until there are enough. Beside an error it returns the pages that came
// before.
func readSome[T any, P listed[T]](ctx context.Context, c *Client, tenant m365.TenantID, l list, enough int) ([]T, error) {
	var some []T
	whole := 0
	err := eachPage[T, P](ctx, c, tenant, l, pages[T]{
		begin: func() { some = some[:whole] },
		item:  func(one *T) { some = append(some, *one) },
		end: func() error {
			whole = len(some)
			switch {
			case whole >= enough:
				return errEnough
			case whole > mostElements:
				return c.normal(ctx, tenant, l.op, errTooMany)
			}
			return nil
		},
		restart: func() { some, whole = nil, 0 },
	})
	if errors.Is(err, errEnough) {
		return some[:enough], nil
	}
	return some[:whole], err
}

// readPage sends one GET through the SDK's adapter and decodes the answer as it arrives.
func readPage[T any](ctx context.Context, conn *connection, l list, link string, item func(*T) error) (read onePage, err error) {
	request, err := l.request(link)
	if err != nil {
		return onePage{}, err
	}
	err = conn.stream(ctx, request, func(body io.Reader) error {
		read, err = decodePage(body, item)
		return err
	})
	return read, err
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

// onePage is what a page says beside its elements.
type onePage struct {
	next string
	// changes is where what changes from here on is read; empty for most lists.
	changes string
	// count is how many elements the whole list has; nil where Microsoft was not asked.
	count *int
}

// decodePage reads {"value":[…],"@odata.nextLink":"…"} in any order of names, one element at a time into one T, and
// ignores every name that it does not know. Graph ends a list in an error where it failed after it had begun to answer
// (docs.oasis-open.org/odata/odata-json-format, "In-Stream Error"); a name that comes twice leaves open which of the two holds.
func decodePage[T any](body io.Reader, item func(*T) error) (read onePage, err error) {
	decoder := newDecoder(body)
	if err := expect(decoder, jsontext.KindBeginObject); err != nil {
		return read, err
	}
	hasValue := false
	told := make(map[string]bool)
	for decoder.PeekKind() == jsontext.KindString {
		token, err := decoder.ReadToken()
		if err != nil {
			return read, cut(err)
		}
		name := token.String()
		if told[name] {
			return read, errTwice
		}
		told[name] = true
		switch name {
		case "value":
			hasValue = true
			err = decodeList(decoder, item)
		case "@odata.nextLink":
			err = json.UnmarshalDecode(decoder, &read.next)
		case "@odata.deltaLink":
			err = json.UnmarshalDecode(decoder, &read.changes)
		case "@odata.count":
			err = json.UnmarshalDecode(decoder, &read.count)
		case "error":
			err = errEndsInError
		default:
			err = decoder.SkipValue()
		}
		if err != nil {
			return read, cut(err)
		}
	}
	if err := expect(decoder, jsontext.KindEndObject); err != nil {
		return read, err
	}
	if !hasValue {
		return read, errors.New("the answer has no list")
	}
	return read, ended(decoder)
}

func decodeList[T any](decoder *jsontext.Decoder, item func(*T) error) error {
	if err := expect(decoder, jsontext.KindBeginArray); err != nil {
		return err
	}
	var element, zero T
	for decoder.PeekKind() != jsontext.KindEndArray {
		element = zero
		if err := json.UnmarshalDecode(decoder, &element); err != nil {
			return err
		}
		if err := item(&element); err != nil {
			return err
		}
	}
	return expect(decoder, jsontext.KindEndArray)
}

// newDecoder reads JSON as it arrives. A name that comes twice in an object of a list, and half a character, as Microsoft keeps one
// where a text was cut, are no reason to lose all others.
func newDecoder(body io.Reader) *jsontext.Decoder {
	return jsontext.NewDecoder(body, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

func expect(decoder *jsontext.Decoder, due jsontext.Kind) error {
	token, err := decoder.ReadToken()
	if err != nil {
		return cut(err)
	}
	if token.Kind() != due {
		// Never the text itself: it may be somebody's name.
		return fmt.Errorf("the answer has %v where %v is due", token.Kind(), due)
	}
	return nil
}

// ended says what is wrong where something follows an answer.
func ended(decoder *jsontext.Decoder) error {
	switch _, err := decoder.ReadToken(); {
	case err == nil:
		return errFollows
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("%w: %w", errFollows, cut(err))
	}
	return nil
}

// cut makes an end before anything came recognisable, and leaves what does not fit itself out of the error.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	var unfit *json.SemanticError
	if errors.As(err, &unfit) {
		return fmt.Errorf("the answer has %v at %s, which does not fit there", unfit.JSONKind, unfit.JSONPointer)
	}
	return err
}

// post sends body to path as JSON through the SDK's adapter, and decodes every element of the answer's list.
func post[T any, P listed[T]](ctx context.Context, c *Client, conn *connection, path string, body any, item func(*T)) error {
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
		answered := newWalk()
		read, err := decodePage(answer, func(one *T) error {
			if err := answered.element(P(one).identity()); err != nil {
				return err
			}
			item(one)
			return nil
		})
		if err == nil && read.next != "" {
			err = errMore
		}
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
