package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/home"
	"github.com/tenantkeep/tenantkeep/core/diagnostics"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// toldSettings are the settings whose values are choices among what is offered; of no other anything is told.
var toldSettings = []string{
	"theme", "density", "scale", "time-zone", "day-form", "hours", "times", "page-size", "navigation", "refresh-every",
	"clear-copied-after", "log-level", "updates",
}

// toldLibraries are the modules whose versions are told.
var toldLibraries = map[string]string{
	"fyne.io/fyne/v2": "Fyne", "github.com/mattn/go-sqlite3": "SQLite driver", "github.com/microsoftgraph/msgraph-sdk-go": "Graph SDK",
	"github.com/AzureAD/microsoft-authentication-library-for-go": "MSAL",
}

// mostLog is how much of the log is looked at.
const mostLog = 512 << 10

// Diagnostics tells how the program stands, without anything of a client.
func (c computer) Diagnostics(ctx context.Context) (string, error) {
	settings, settingsErr := c.settingFacts(ctx)
	data, dataErr := c.dataFacts(ctx)
	tenants, tenantsErr := c.store.Tenants(ctx)
	log, logErr := endOf(filepath.Join(c.folder, home.LogFolder, home.LogFile), mostLog)
	if err := errors.Join(settingsErr, dataErr, tenantsErr, logErr); err != nil {
		return "", fmt.Errorf("make the diagnostics: %w", err)
	}
	return diagnostics.Text(diagnostics.Facts{
		Made: time.Now(), Program: c.programFacts(), Settings: settings, Data: append(data, tenantFacts(tenants)...),
		Failures: failuresOf(tenants), Crash: lastCrash(filepath.Join(c.folder, home.LogFolder)), Log: log,
	}), nil
}

func (p *program) programFacts() []diagnostics.Fact {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	cloud := p.cloud.Name
	if p.cloud.Custom {
		cloud = "custom"
	}
	facts := []diagnostics.Fact{
		{Name: "version", Value: p.version},
		{Name: "Go", Value: runtime.Version()},
		{Name: "system", Value: runtime.GOOS + " " + runtime.GOARCH},
		{Name: "processors", Value: strconv.Itoa(runtime.NumCPU())},
		{Name: "memory", Value: strconv.FormatUint(memory.Sys>>20, 10) + " MB"},
		{Name: "goroutines", Value: strconv.Itoa(runtime.NumGoroutine())},
		{Name: "running for", Value: time.Since(p.began).Round(time.Second).String()},
		{Name: "cloud", Value: cloud},
		{Name: "access", Value: string(p.tier())},
		{Name: "signed in", Value: strconv.FormatBool(p.who() != "")},
	}
	if build, known := debug.ReadBuildInfo(); known {
		for _, module := range build.Deps {
			if name := toldLibraries[module.Path]; name != "" {
				facts = append(facts, diagnostics.Fact{Name: name, Value: module.Version})
			}
		}
	}
	return facts
}

func (p *program) settingFacts(ctx context.Context) ([]diagnostics.Fact, error) {
	facts := make([]diagnostics.Fact, 0, len(toldSettings))
	for _, name := range toldSettings {
		value, err := p.store.Setting(ctx, name)
		if err != nil {
			return nil, err
		}
		facts = append(facts, diagnostics.Fact{Name: name, Value: value})
	}
	return facts, nil
}

func (c computer) dataFacts(ctx context.Context) ([]diagnostics.Fact, error) {
	about, err := c.store.About(ctx)
	if err != nil {
		return nil, err
	}
	size, err := c.DataSize(ctx)
	if err != nil {
		return nil, err
	}
	facts := []diagnostics.Fact{
		{Name: "schema", Value: strconv.Itoa(about.Schema)},
		{Name: "journal mode", Value: about.JournalMode},
		{Name: "read only", Value: strconv.FormatBool(about.ReadOnly)},
		{Name: "size", Value: strconv.FormatInt(size>>10, 10) + " KB"},
	}
	compared := c.refresh.Compared()
	facts = append(facts,
		diagnostics.Fact{Name: "tenants read whole after their changes were followed", Value: strconv.Itoa(compared.Tenants)},
		diagnostics.Fact{Name: "users who differed then", Value: strconv.Itoa(compared.Different)})
	for _, table := range about.Rows {
		facts = append(facts, diagnostics.Fact{Name: "rows of " + table.Table, Value: strconv.Itoa(table.Rows)})
	}
	return facts, nil
}

// tenantFacts count tenants by their status, and tell how old the oldest of their pictures is.
func tenantFacts(tenants []m365.Tenant) []diagnostics.Fact {
	counts, oldest := make(map[m365.TenantStatus]int), time.Time{}
	for _, tenant := range tenants {
		counts[tenant.Status]++
		if tenant.Status == m365.Synced && (oldest.IsZero() || tenant.Refreshed.Before(oldest)) {
			oldest = tenant.Refreshed
		}
	}
	var facts []diagnostics.Fact
	for _, status := range []m365.TenantStatus{m365.Deactivated, m365.Pending, m365.Synced, m365.Failed} {
		facts = append(facts, diagnostics.Fact{Name: "tenants " + string(status), Value: strconv.Itoa(counts[status])})
	}
	if !oldest.IsZero() {
		facts = append(facts, diagnostics.Fact{Name: "oldest refresh", Value: oldest.UTC().Format(time.RFC3339)})
	}
	return facts
}

func failuresOf(tenants []m365.Tenant) []diagnostics.Failure {
	var failures []diagnostics.Failure
	for _, tenant := range tenants {
		if failed := tenant.RefreshFailure; failed != nil {
			failures = append(failures, diagnostics.Failure{
				At: failed.At, Code: failed.Code, Request: failed.RequestID, Offline: failed.Offline, SignIn: failed.SignIn,
			})
		}
	}
	return failures
}

// beginningOf is at most the first bytes of a file.
func beginningOf(path string, most int64) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, most))
	return string(content), err
}

// endOf is at most the last bytes of a file, empty where there is none.
func endOf(path string, most int64) (string, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	content, err := io.ReadAll(io.NewSectionReader(file, max(0, info.Size()-most), most))
	return string(content), err
}
