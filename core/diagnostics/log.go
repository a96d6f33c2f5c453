package diagnostics

import (
	"bufio"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// mostLines is how many lines of the log are told, the newest.
const mostLines = 400

// What may be told of a line of the log.
var (
	guid = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	// request is an id behind a word that says that it is Microsoft's of a request, which the log writes so.
	request = regexp.MustCompile(`\b(request|our request|correlation) ([0-9A-Za-z-]{8,64})\b`)
	code    = regexp.MustCompile(`^(?:AADSTS[0-9]+|(?:Authentication|Authorization|Directory|Request|Service)_[A-Za-z_]{3,60}|` + codes + `)$`)
	codeIn  = regexp.MustCompile(`\b(?:AADSTS[0-9]+|(?:Authentication|Authorization|Directory|Request|Service)_[A-Za-z_]{3,60}|status [0-9]{3})\b`)
	kinds   = regexp.MustCompile(`\b(?:throttled|denied|needs-premium|not-found|unauthorized|conflict|busy|bad-request|server|network|malformed|` +
		`incomplete|too-large|foreign-host|Partner Center|timeout|deadline exceeded|context canceled|connection refused|no such host|` +
		`certificate|disk I/O error|database is locked|database or disk is full)\b`)
	// defect is how the program tells of a panic: the calls that led there stand behind it.
	defect  = regexp.MustCompile(`a defect of the program: .*? in ((?:[\w.()*\[\]-]+:[0-9]+)(?: < [\w.()*\[\]-]+:[0-9]+)*)`)
	size    = regexp.MustCompile(`^[0-9.]+(?:ns|µs|us|ms|s|m|h)?$`)
	version = regexp.MustCompile(`^v?[0-9]+\.[0-9]+\.[0-9]+(?:-[a-z0-9.]+)?$`)
)

// codes are those of Microsoft that have no beginning by which they are known.
const codes = "BadRequest|Forbidden|Unauthorized|NotFound|TooManyRequests|InternalServerError|ServiceUnavailable|GatewayTimeout|" +
	"UnknownError|InvalidAuthenticationToken|ErrorAccessDenied|ResourceNotFound|ActivityLimitReached|MethodNotAllowed|" +
	"generalException|itemNotFound|accessDenied|serviceNotAvailable|invalidRequest|" +
	"invalid_grant|invalid_client|invalid_request|invalid_scope|interaction_required|consent_required|login_required|" +
	"access_denied|unauthorized_client|temporarily_unavailable|server_error"

// ids are the keys whose values are tenants and users; they are told as numbers.
var ids = []string{"tenant", "user", "customer"}

// logLines are the newest lines of a log in JSON, with what may be told of each.
func logLines(log string) []string {
	known := make(map[string]string)
	var lines []string
	scan := bufio.NewScanner(strings.NewReader(log))
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		var record map[string]any
		decoder := json.NewDecoder(strings.NewReader(scan.Text()))
		decoder.UseNumber()
		if decoder.Decode(&record) == nil {
			lines = append(lines, lineOf(record, known))
		}
	}
	return lines[max(0, len(lines)-mostLines):]
}

func lineOf(record map[string]any, known map[string]string) string {
	line := []string{textOf(record["time"]), textOf(record["level"]), message(record)}
	names := make([]string, 0, len(record))
	for name := range record {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if told := told(name, record[name], known); told != "" {
			line = append(line, name+"="+told)
		}
	}
	return strings.Join(line, " ")
}

// message is the program's own sentence. Those of libraries may name anything.
func message(record map[string]any) string {
	if record["part"] != nil {
		return "(a library's words)"
	}
	return textOf(record["msg"])
}

// told is what may be told of an attribute; empty is nothing.
func told(name string, value any, known map[string]string) string {
	switch value := value.(type) {
	case json.Number:
		return value.String()
	case bool:
		return strconv.FormatBool(value)
	case string:
		return toldText(name, value, known)
	}
	return ""
}

func toldText(name, value string, known map[string]string) string {
	switch {
	case name == "time" || name == "level" || name == "msg" || name == "part":
		return ""
	case slices.Contains(ids, name):
		return numbered(value, known)
	case name == "request" || name == "requestId":
		return requestID(value)
	case name == "code":
		return errorCode(value)
	case name == "error":
		return shape(value)
	case name == "version" && version.MatchString(value), size.MatchString(value):
		return value
	}
	return ""
}

// numbered gives the same number to the same id.
func numbered(id string, known map[string]string) string {
	if id == "" {
		return ""
	}
	if known[id] == "" {
		known[id] = fmt.Sprintf("#%d", len(known)+1)
	}
	return known[id]
}

// shape is what an error is: kinds, codes, requests and places in the code, and no word else.
func shape(text string) string {
	var parts []string
	for _, found := range []*regexp.Regexp{kinds, codeIn, request} {
		parts = append(parts, found.FindAllString(text, -1)...)
	}
	if calls := defect.FindStringSubmatch(text); calls != nil {
		parts = append(parts, "a defect in "+calls[1])
	}
	if len(parts) == 0 {
		return "(in other words)"
	}
	return strconv.Quote(strings.Join(parts, ", "))
}

func requestID(text string) string {
	if guid.FindString(text) == text {
		return text
	}
	return ""
}

func errorCode(text string) string {
	if text == "" || code.MatchString(text) {
		return text
	}
	return "(another code)"
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}
