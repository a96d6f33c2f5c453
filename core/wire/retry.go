package wire

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const longestPause = 24 * time.Hour

// RetryAfter reads how long an answer asks to wait, in either form: seconds or a date. A date is measured against the answer's
// own, because it is of the server's clock; now is for an answer without one. It is never negative, nor more than a day, because
// what asks for longer is not Microsoft, or wrong; false means that the answer does not say.
func RetryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds >= 0 && seconds < 1e9 {
		return min(longestPause, time.Duration(seconds*float64(time.Second))), true
	}
	if date, err := http.ParseTime(text); err == nil {
		if sent, err := http.ParseTime(strings.TrimSpace(header.Get("Date"))); err == nil {
			now = sent
		}
		return min(longestPause, max(0, date.Sub(now))), true
	}
	return 0, false
}

// Backoff is the pause before another try where Microsoft named none. It doubles from First to Max.
type Backoff struct{ First, Max time.Duration }

// Pause is the wait after a try, counted from 1, between half and the whole of its time. jitter is in [0,1): it spreads
// tenants, which would come back at once.
func (b Backoff) Pause(try int, jitter float64) time.Duration {
	pause := b.First
	for ; try > 1 && pause < b.Max; try-- {
		pause *= 2
	}
	pause = min(pause, b.Max)
	return pause/2 + time.Duration(jitter*float64(pause/2))
}
