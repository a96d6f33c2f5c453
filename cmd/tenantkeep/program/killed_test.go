package program

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/contract"
)

// childPrograms are the programs that the test binary is where the variable of that name holds their folder. Each works until it is
// killed.
func childPrograms() map[string]func(folder string) error {
	return map[string]func(folder string) error{
		victim: refreshForever, blocker: blockEverybody, carrier: carryAndHold, offboarder: offboardAndHold,
		offboardersTogether: offboardTogetherAndHold, turner: turnOffAndHold, creator: createAndHold,
	}
}

// killAfter starts such a program, waits until it says a line, and a moment longer, and kills it.
func killAfter(t *testing.T, name, folder, line string, moment time.Duration, environment ...string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(append(os.Environ(), name+"="+folder), environment...)
	child.Stderr = os.Stderr
	output, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	said, err := bufio.NewReader(output).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, line+"\n", said)
	<-time.After(moment)
	require.NoError(t, child.Process.Kill())
	_ = child.Wait() // it was killed
}

// killHeld is killAfter for a program that is told what to do, and stops by itself at one of its writes.
func killHeld(t *testing.T, name, folder string, what any) {
	t.Helper()
	text, err := json.Marshal(what)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "told.json"), text, 0o600))
	killAfter(t, name, folder, "held", 0)
}

// readTold reads what a program of killHeld is told.
func readTold(folder string, what any) error {
	text, err := os.ReadFile(filepath.Join(folder, "told.json"))
	if err != nil {
		return err
	}
	return json.Unmarshal(text, what)
}

// heldAt is where a program stops: at the nth write, before it leaves or after it was answered.
type heldAt struct {
	Number int
	Answer bool
}

// holder counts the writes to Graph once it is armed, and stops the program for ever at one of them.
type holder struct {
	at heldAt
	// answered hears of the write that is held after its answer, before it leaves; it may be nil.
	answered func(*http.Request) error

	armed atomic.Bool
	// halted stops the program at the next token that it asks for.
	halted atomic.Bool

	mu    sync.Mutex
	count int
}

// pass does not return from the write that is to be held.
func (h *holder) pass(write *http.Request, next http.RoundTripper) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.armed.Load() {
		return nil
	}
	if h.count++; h.count != h.at.Number {
		return nil
	}
	if h.at.Answer {
		if err := h.send(write, next); err != nil {
			return err
		}
	}
	fmt.Println("held")
	select {}
}

func (h *holder) send(write *http.Request, next http.RoundTripper) error {
	if h.answered != nil {
		if err := h.answered(write); err != nil {
			return err
		}
	}
	response, err := next.RoundTrip(write)
	if err != nil {
		return err
	}
	_, err = contract.Drain(&response.Body)
	return err
}

// writesToGraph says that a request changes something at Graph.
func writesToGraph(request *http.Request) bool {
	return request.Method != http.MethodGet && strings.Contains(request.URL.Path, "/v1.0/") && !strings.HasSuffix(request.URL.Path, "/getByIds")
}
