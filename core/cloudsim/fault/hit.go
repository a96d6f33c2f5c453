package fault

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// hit is a request that a rule has met.
type hit struct {
	rule    Rule
	service Service
	tenant  string
	after   func(time.Duration) <-chan time.Time
	w       http.ResponseWriter
	request *http.Request
	next    http.Handler
}

// truth is the answer that the service gives, held back.
func (h *hit) truth() *answer { return record(h.request, h.next) }

// send answers well, with a body that is none of the service's.
func (h *hit) send(body string) {
	h.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	write(h.w, []byte(body))
}

// changed sends the true answer changed.
func (h *hit) changed(by func(map[string]any)) {
	answer := h.truth()
	answer.change(by)
	answer.sendWhole(h.w)
}

// answer refuses with a status. The service itself says with 429 when to come back; what stands before it, where it is told to.
func (h *hit) answer(status int, in form) {
	retry := h.rule.RetryAfter
	if status == http.StatusTooManyRequests && in == inOwnForm {
		retry = max(retry, time.Second)
	}
	if retry > 0 {
		h.w.Header().Set("Retry-After", seconds(retry))
	}
	switch in {
	case inOwnForm:
		refuse(h.service, status, h.w)
	case asPage:
		sendPage(status, h.w)
	case bare:
		h.w.Header().Set("Content-Length", "0")
		h.w.WriteHeader(status)
	}
}

// throttleUntil tells by the service's own clock, which may be off, when to come back.
func (h *hit) throttleUntil() {
	now := time.Now().Add(h.rule.Skew).UTC()
	h.w.Header().Set("Date", now.Format(http.TimeFormat))
	h.w.Header().Set("Retry-After", now.Add(max(h.rule.RetryAfter, time.Second)).Format(http.TimeFormat))
	refuse(h.service, http.StatusTooManyRequests, h.w)
}

func (h *hit) expireToken() {
	h.w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token", error_description="The access token expired."`)
	refuse(h.service, http.StatusUnauthorized, h.w)
}

func (h *hit) expirePage() { refuseAs(h.service, http.StatusBadRequest, expiredPage, h.w) }

func (h *hit) expireDelta() { refuseAs(h.service, http.StatusGone, goneState, h.w) }

func (h *hit) emptyPage() {
	next := h.nextRound()
	h.changed(func(object map[string]any) {
		delete(object, "@odata.deltaLink")
		object["value"], object["@odata.nextLink"] = []any{}, next
	})
}

func (h *hit) replay() {
	h.changed(func(object map[string]any) {
		if list, ok := object["value"].([]any); ok {
			object["value"] = append(list, list...)
		}
	})
}

func (h *hit) unlink() {
	h.changed(func(object map[string]any) {
		delete(object, "@odata.deltaLink")
		delete(object, "@odata.nextLink")
	})
}

func (h *hit) refuseCast() { refuseAs(h.service, http.StatusBadRequest, unsupportedQuery, h.w) }

func (h *hit) circle() { h.leadTo(addressOf(h.request)) }

func (h *hit) endless() { h.leadTo(h.nextRound()) }

// nextRound is the address of the request with another number in it, so that none comes twice.
func (h *hit) nextRound() string {
	query := h.request.URL.Query()
	round, _ := strconv.Atoi(query.Get("round"))
	query.Set("round", strconv.Itoa(round+1))
	elsewhere := h.request.Clone(h.request.Context())
	elsewhere.URL.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20")
	return addressOf(elsewhere)
}

func (h *hit) leadTo(link string) {
	h.changed(func(object map[string]any) { object["@odata.nextLink"] = link })
}

// clockOff is the true answer by another clock.
func (h *hit) clockOff() {
	answer := h.truth()
	now := time.Now()
	if date, err := http.ParseTime(answer.header.Get("Date")); err == nil {
		now = date
	}
	answer.header.Set("Date", now.Add(h.rule.Skew).UTC().Format(http.TimeFormat))
	answer.change(func(object map[string]any) { moveTimes(object, h.rule.Skew) })
	answer.sendWhole(h.w)
}

// foreignToken lets the sign-in service answer as it does for another tenant.
func (h *hit) foreignToken() {
	_, rest, _ := strings.Cut(strings.TrimPrefix(h.request.URL.Path, "/"), "/")
	elsewhere := h.request.Clone(h.request.Context())
	elsewhere.URL = &url.URL{Path: "/" + h.rule.Other + "/" + rest, RawQuery: h.request.URL.RawQuery}
	h.next.ServeHTTP(h.w, elsewhere)
}

func (h *hit) foreignTenant() {
	answer := h.truth()
	if h.tenant != "" {
		answer.replace(h.tenant, h.rule.Other)
	}
	answer.sendWhole(h.w)
}

func (h *hit) slow() {
	select {
	case <-h.after(h.rule.Delay):
		h.next.ServeHTTP(h.w, h.request)
	case <-h.request.Context().Done():
		panic(http.ErrAbortHandler)
	}
}

func (h *hit) cut() { h.truth().sendHalf(h.w) }

func (h *hit) drop() { panic(http.ErrAbortHandler) }

func (h *hit) malformed() { h.truth().sendSpoiled(h.w) }

// seconds rounds up: Retry-After knows whole seconds.
func seconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
}
