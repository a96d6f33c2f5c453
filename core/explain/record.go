package explain

import (
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// Record is what a log keeps of an error: what was tried, in which tenant, and of Microsoft's answer the kind, the code and the
// id of the request. Microsoft's own words stay out, because they name people.
func Record(err error) string {
	text := record(err)
	for _, words := range wordsIn(err) {
		text = strings.ReplaceAll(text, words, m365.Hidden)
	}
	return WithoutAddresses(text)
}

// codeKeys are the attributes under which Microsoft's codes and ids are logged.
var codeKeys = []string{"code", "request", "requestId"}

// RecordAttr writes the attributes of a log as Record does: slog.HandlerOptions.ReplaceAttr.
func RecordAttr(_ []string, attribute slog.Attr) slog.Attr {
	switch value := attribute.Value.Any().(type) {
	case error:
		attribute.Value = slog.StringValue(Record(value))
	case string:
		if slices.Contains(codeKeys, attribute.Key) {
			value = code(value)
		}
		attribute.Value = slog.StringValue(WithoutAddresses(value))
	case fmt.Stringer:
		if attribute.Value.Kind() == slog.KindAny {
			attribute.Value = slog.StringValue(WithoutAddresses(value.String()))
		}
	}
	return attribute
}

// record is an error with its own words, and Microsoft's errors within it in their short form.
func record(err error) string {
	switch of := any(err).(type) { // each layer is looked at by itself
	case nil:
		return ""
	case *call.Error:
		return recordCall(of)
	case *refusal.ServerError:
		return recordRefusal(of)
	}
	text := err.Error()
	for _, cause := range causes(err) {
		if said := cause.Error(); said != "" {
			text = strings.ReplaceAll(text, said, record(cause))
		}
	}
	return text
}

func recordCall(failed *call.Error) string {
	text := failed.Op
	if failed.Tenant != "" {
		text += " in tenant " + string(failed.Tenant)
	}
	return text + ": " + joined(
		string(failed.Service), string(failed.Kind), status(failed.Status), code(failed.Code),
		named("request", failed.RequestID), named("our request", failed.ClientRequestID), record(failed.Err),
	)
}

func recordRefusal(refused *refusal.ServerError) string {
	return joined(
		"refused", code(refused.Kind), code(refused.Sub), status(refused.Status), code(refused.Code()), named("correlation", refused.CorrelationID),
	)
}

func joined(parts ...string) string {
	var told []string
	for _, part := range parts {
		if part != "" {
			told = append(told, part)
		}
	}
	return strings.Join(told, ", ")
}

func status(of int) string {
	if of == 0 {
		return ""
	}
	return "status " + strconv.Itoa(of)
}

func named(name, id string) string {
	if code(id) == "" {
		return ""
	}
	return name + " " + code(id)
}

// code hides what stands in the place of a code or an id and is none.
func code(text string) string {
	if text == "" || wire.ID(text) != "" {
		return text
	}
	return m365.Hidden
}

func causes(err error) []error {
	switch of := any(err).(type) { // each layer is looked at by itself
	case interface{ Unwrap() error }:
		if cause := of.Unwrap(); cause != nil {
			return []error{cause}
		}
	case interface{ Unwrap() []error }:
		return of.Unwrap()
	}
	return nil
}

// wordsIn are Microsoft's sentences within an error: a layer that did not take over its cause as it was may hold them.
func wordsIn(err error) []string {
	var words []string
	switch of := any(err).(type) { // each layer is looked at by itself
	case nil:
	case *call.Error:
		words = append(words, of.Message)
		for _, detail := range of.Details {
			words = append(words, detail.Message, detail.Target)
		}
	case *refusal.ServerError:
		words = append(words, of.Description, of.Claims)
	}
	var long []string
	for _, said := range words {
		if len(said) > len("a word") { // a short one is part of other words
			long = append(long, said)
		}
	}
	for _, cause := range causes(err) {
		long = append(long, wordsIn(cause)...)
	}
	return long
}

// addressPattern finds the address of a person, also as it stands in a link.
var addressPattern = regexp.MustCompile(`[^\s"'<>()\[\]{},;:=/?&|\\@]+(?:@|%40)(?:[\pL\pN-]+\.)+(?:[\pL\pM]{2,}|xn--[A-Za-z0-9-]+)`)

// WithoutAddresses hides the addresses of people in a text.
func WithoutAddresses(text string) string { return addressPattern.ReplaceAllString(text, m365.Hidden) }
