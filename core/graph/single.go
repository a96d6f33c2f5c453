package graph

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// readOne reads a single object, addressed as a list is, into T. Names that T does not know are ignored.
func readOne[T any](ctx context.Context, c *Client, tenant m365.TenantID, l list) (T, error) {
	return readLink[T](ctx, c, tenant, l, l.link(c.origin))
}

// readLink is readOne from an address that Microsoft gave.
func readLink[T any](ctx context.Context, c *Client, tenant m365.TenantID, l list, link string) (T, error) {
	var one T
	err := c.read(ctx, tenant, l.op, func(ctx context.Context, conn *connection) error {
		request, err := l.request(link)
		if err != nil {
			return err
		}
		return conn.stream(ctx, request, func(body io.Reader) (err error) {
			one, err = decodeOne[T](body)
			return err
		})
	})
	return one, err
}

func decodeOne[T any](body io.Reader) (T, error) {
	var one *T
	var none T
	decoder := newDecoder(body)
	if err := json.UnmarshalDecode(decoder, &one); err != nil {
		return none, cut(err)
	}
	if err := ended(decoder); err != nil {
		return none, err
	}
	if one == nil {
		return none, errNoAnswer
	}
	return *one, nil
}

// errAnother says that an answer is about something else than what was asked for, as a cache on the way may give it.
var errAnother = errors.New("the answer is about another object")

// isAsked says what is wrong with an answer about an object, by its id: nil where it is the one that was asked for.
func isAsked(answered, asked string) error {
	switch {
	case answered == "":
		return errNoAnswer
	case !strings.EqualFold(answered, asked):
		return errAnother
	}
	return nil
}

// isOf says what is wrong with an element of a list that was asked for by what it belongs to: whoever answers may not filter. One
// that does not tell whose it is passes.
func isOf(told, asked string) error {
	if told != "" && !strings.EqualFold(told, asked) {
		return errAnother
	}
	return nil
}

// quoted is a text as $filter takes it: in single quotes, with those inside doubled.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// first is the first of the texts that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
