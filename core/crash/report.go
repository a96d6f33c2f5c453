package crash

import (
	"bufio"
	"regexp"
	"strings"
)

// mostCalls bounds the calls that a report tells.
const mostCalls = 40

var (
	call   = regexp.MustCompile(`^([\w./*()\[\]-]+)\(.*\)$`)
	file   = regexp.MustCompile(`([\w.-]+\.(?:go|s)):(\d+)`)
	faults = regexp.MustCompile(`^(?:panic: )?(runtime error: [a-zA-Z ]+|fatal error: [a-zA-Z -]+|SIG[A-Z]+)`)
)

// Report is what may be told of what Go writes where the program breaks down: the kind of the fault, and the calls that led
// there. What somebody panicked with stays out, as do the values of calls and the folders of files.
func Report(written string) string {
	var lines []string
	first, calls := true, 0
	scan := bufio.NewScanner(strings.NewReader(written))
	scan.Buffer(nil, 1<<20)
	for scan.Scan() && calls < mostCalls {
		text := scan.Text()
		switch {
		case first && text != "":
			first = false
			lines = append(lines, fault(text))
		case call.MatchString(text):
			calls++
			name := call.FindStringSubmatch(text)[1]
			lines = append(lines, name[strings.LastIndexByte(name, '/')+1:])
		case strings.HasPrefix(text, "\t") && file.MatchString(text):
			if len(lines) > 1 {
				lines[len(lines)-1] += " " + file.FindString(text)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// fault is the kind of what went wrong.
func fault(text string) string {
	if found := faults.FindStringSubmatch(text); found != nil {
		return strings.TrimSpace(found[1])
	}
	return "panic"
}
