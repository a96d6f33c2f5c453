package program

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/contract"
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

// secrets are the real ones of a run, as they pass between the program and the simulated cloud.
type secrets struct {
	mu   sync.Mutex
	seen map[string]map[string]bool
}

// The kinds of secrets that a run has.
const (
	accessToken  = "access token"
	refreshToken = "refresh token"
	idToken      = "id token"
	signInCode   = "sign-in code"
	password     = "password"
	pass         = "Temporary Access Pass"
)

// namedSecrets says of which kind the fields of messages are that hold a secret.
var namedSecrets = map[string]string{
	"access_token": accessToken, "refresh_token": refreshToken, "id_token": idToken, "code": signInCode, "code_verifier": signInCode,
	"password": password, "newPassword": password, "temporaryAccessPass": pass,
}

func (s *secrets) add(kind, text string) {
	if text == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen[kind] == nil {
		s.seen[kind] = make(map[string]bool)
	}
	s.seen[kind][text] = true
}

// listen reads the secrets of an exchange.
func (s *secrets) listen(request *http.Request, next http.RoundTripper) (*http.Response, error) {
	s.add(accessToken, strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer "))
	sent, err := contract.Drain(&request.Body)
	if err != nil {
		return nil, err
	}
	s.read(sent)
	response, err := next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	// What is cut off in the middle is handed on as far as it came.
	answer, broken := io.ReadAll(response.Body)
	_ = response.Body.Close()
	s.read(answer)
	response.Body = io.NopCloser(io.MultiReader(bytes.NewReader(answer), failing{broken}))
	return response, nil
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

// read finds the secrets of a message, JSON or the fields of a form.
func (s *secrets) read(message []byte) {
	var whole any
	if json.Unmarshal(message, &whole) == nil {
		s.walk(whole)
		return
	}
	if form, err := url.ParseQuery(string(message)); err == nil {
		for name, kind := range namedSecrets {
			s.add(kind, form.Get(name))
		}
	}
}

func (s *secrets) walk(value any) {
	switch value := value.(type) {
	case []any:
		for _, one := range value {
			s.walk(one)
		}
	case map[string]any:
		for name, inner := range value {
			if text, ok := inner.(string); ok && namedSecrets[name] != "" && name != "code" {
				s.add(namedSecrets[name], text)
			}
			s.walk(inner)
		}
	}
}

// found names the kinds of secrets that a text holds, whole or in a part that tells, in whatever way it is written.
func (s *secrets) found(text []byte) (kinds []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for kind, all := range s.seen {
		for secret := range all {
			if holds(text, secret) {
				kinds = append(kinds, kind)
				break
			}
		}
	}
	return kinds
}

// partLength is how much of a long secret tells it from everything else.
const partLength = 32

func holds(text []byte, secret string) bool {
	parts := []string{secret}
	if len(secret) > 2*partLength {
		// The beginning of a signed token is the same in all of them, and its middle tells no more than an account.
		parts = []string{secret[len(secret)-partLength:], secret[len(secret)-2*partLength : len(secret)-partLength]}
	}
	for _, part := range parts {
		wide := make([]byte, 0, 2*len(part))
		for _, unit := range utf16.Encode([]rune(part)) {
			wide = binary.LittleEndian.AppendUint16(wide, unit)
		}
		for _, written := range [][]byte{
			[]byte(part), []byte(url.QueryEscape(part)), []byte(base64.StdEncoding.EncodeToString([]byte(part))), wide,
		} {
			if bytes.Contains(text, written) {
				return true
			}
		}
	}
	return false
}

// requireNone searches every file of a folder, and says how many there are by their endings.
func (s *secrets) requireNone(t *testing.T, folder string) map[string]int {
	t.Helper()
	files := make(map[string]int)
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Empty(t, s.found(content), "in %s", path)
		if len(content) > 0 {
			files[filepath.Ext(path)]++
		}
		return nil
	}))
	return files
}

// TestSecretsAreInNoFileAndNoPrintedForm does all that the program can do, well and badly, and looks for the run's passwords,
// passes and tokens in everything that is left of it.
func TestSecretsAreInNoFileAndNoPrintedForm(t *testing.T) {
	t.Parallel()
	run := &secrets{seen: make(map[string]map[string]bool)}
	folder := t.TempDir()
	crash := logInto(t, folder)
	d := openHarness(t, startSimulation(t, 8, 600), func(in *environment) {
		in.folder, in.wrap = folder, through(run.listen).wrap
		in.log = slog.New(slog.NewJSONHandler(crash.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	var printed bytes.Buffer
	for i, one := range scenarios() {
		at, _, plan := d.begin(t, one)
		for _, part := range profile.Parts() {
			if i < len(d.tenants) { // Microsoft gives a tenant's sign-ins five times in ten seconds.
				_, err := d.program.cards.Read(t.Context(), at.key, part)
				require.NoError(t, err)
			}
		}
		outcome, err := d.program.change.Carry(t.Context(), plan, func(now change.Outcome) {
			printAll(&printed, now)
			crash.dump(t)
		})
		require.NoError(t, err)
		requireDone(t, outcome)
		run.add(map[change.Action]string{change.ResetPassword: password, change.CreateTAP: pass}[plan.Action], outcome.Secret.Reveal())
		_, err = d.program.change.UndoPlan(t.Context(), plan.ID)
		d.printChange(t, &printed, plan, outcome, err)
	}
	d.fail(t, &printed)
	columns := d.program.store.ActivitySource().Columns()
	require.NoError(t, disk.Replace(filepath.Join(folder, "activity.csv"), func(file io.Writer) error {
		rows, err := table.WriteCSV(t.Context(), file, d.program.store.ActivitySource(), table.Query{}, columns, table.CSVOptions{Headers: true})
		require.Equal(t, len(scenarios())+3, rows)
		return err
	}))
	require.NoError(t, d.program.refresh.All(t.Context()))

	for _, kind := range []string{accessToken, refreshToken, idToken, signInCode, password, pass} {
		require.NotEmpty(t, run.seen[kind], "the run had no %s", kind)
	}
	require.GreaterOrEqual(t, len(run.seen[password]), 4)
	open := run.requireNone(t, folder)
	for _, ending := range []string{".db", ".db-wal", ".log", ".txt", ".csv"} {
		require.NotZero(t, open[ending], "no file %s was searched: %v", ending, open)
	}
	require.NoError(t, d.program.close(t.Context()))
	run.requireNone(t, folder)
	require.Empty(t, run.found(printed.Bytes()), "in what is printed")

	// The search finds what is there.
	run.add("request", d.wire.since(0)[0].requestID)
	for _, name := range []string{"log/tenantkeep.log", store.FileName, "activity.csv"} {
		content, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		require.NoError(t, err)
		require.Equal(t, []string{"request"}, run.found(content), name)
	}
}

// fail makes three changes that fail: a password that Microsoft refuses and repeats, one whose answer nobody gets and which
// cannot be read back, and a pass that is lost.
func (d *harness) fail(t *testing.T, printed *bytes.Buffer) {
	t.Helper()
	at := d.find(t, func(at subject) bool { return at.plain() && at.inside.TAPAllowed() })
	for action, meddle := range map[change.Action]through{change.ResetPassword: repeat, change.CreateTAP: lose} {
		plan := d.plan(t, change.Intent{Action: action, User: at.key})
		d.wire.meddling(meddle)
		outcome := d.carry(t, plan)
		d.wire.meddling(nil)
		require.Equal(t, change.Failed, outcome.State())
		_, err := d.program.change.Retry(t.Context(), outcome, nil)
		require.ErrorIs(t, err, change.ErrNewPlan)
		d.printChange(t, printed, plan, outcome, err)
	}
	synced := d.find(t, func(at subject) bool { return at.person() && at.user.OnPremisesSynced })
	plan := d.plan(t, change.Intent{Action: change.ResetPassword, User: synced.key})
	_, end := d.fault(t, plan, fault.Rule{Kind: fault.Dropped})
	outcome := d.carry(t, plan)
	end()
	require.Equal(t, change.Unknown, outcome.State())
	d.printChange(t, printed, plan, outcome, nil)
}

// repeat refuses a write with a message that holds what was sent.
func repeat(request *http.Request, _ http.RoundTripper) (*http.Response, error) {
	sent, err := contract.Drain(&request.Body)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(map[string]any{"error": map[string]any{
		"code": "Request_BadRequest", "message": "The specified password does not comply with password complexity requirements: " + string(sent),
	}})
	return &http.Response{
		StatusCode: http.StatusBadRequest, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: request,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}, err
}

// lose does a write and hands the answer on without its end.
func lose(request *http.Request, next http.RoundTripper) (*http.Response, error) {
	response, err := next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	whole, err := contract.Drain(&response.Body)
	response.Body = io.NopCloser(io.MultiReader(bytes.NewReader(whole[:len(whole)-1]), failing{io.ErrUnexpectedEOF}))
	return response, err
}

// printChange prints a change in every way in which one may come to be printed.
func (d *harness) printChange(t *testing.T, into *bytes.Buffer, plan change.Plan, outcome change.Outcome, err error) {
	t.Helper()
	entry := d.entry(t, plan.ID)
	printAll(into, plan, &plan, outcome, &outcome, entry, err)
	fmt.Fprintln(into, change.Summary(entry, table.Printer{}))
	for i, step := range plan.Steps {
		fmt.Fprintln(into, step.Request.Text())
		printAll(into, step, step.Request, step.Request.Body, outcome.Steps[i])
		if failure := outcome.Steps[i].Failure; failure != nil {
			fmt.Fprintln(into, failure.Details())
		}
	}
	if err != nil {
		fmt.Fprintln(into, change.Explain(err).Details())
	}
}

func printAll(into *bytes.Buffer, values ...any) {
	log := slog.New(slog.NewTextHandler(into, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for _, value := range values {
		fmt.Fprintf(into, "%v %+v %#v %s %q %x %d\n", value, value, value, value, value, value, value)
		text, err := json.Marshal(value)
		fmt.Fprintf(into, "%s %v\n", text, err)
		log.Info("value", "it", value)
	}
}

// files are what the program writes besides the database.
type files struct {
	log  *os.File
	path string
}

// logInto lays the log where the program has it, and a file for what a crash would leave beside it.
func logInto(t *testing.T, folder string) files {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "log"), 0o700))
	log, err := os.Create(filepath.Join(folder, "log", "tenantkeep.log"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, log.Close()) })
	return files{log, filepath.Join(folder, "log", "crash.txt")}
}

// dump writes what a crash would now: the stacks of all goroutines.
func (f files) dump(t *testing.T) {
	t.Helper()
	file, err := os.OpenFile(f.path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	require.NoError(t, err)
	require.NoError(t, pprof.Lookup("goroutine").WriteTo(file, 2))
	require.NoError(t, file.Close())
}
