package signin

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/crash"
)

// Vault keeps one secret text between runs of the program.
type Vault interface {
	// Read returns the text, or nothing where none was written.
	Read(ctx context.Context) ([]byte, error)
	Write(ctx context.Context, data []byte) error
	// Delete removes the text; it is no error when there is none.
	Delete(ctx context.Context) error
}

// vaultPatience is how long the operating system may take: long enough for a person to type the password of a locked
// keyring.
const vaultPatience = 30 * time.Second

// errVaultSilent says that the operating system's vault did not answer in time. It is not asked again.
var errVaultSilent = errors.New("the vault did not answer")

// NewVault returns the operating system's vault for name, one for each data folder dir: a file in it encrypted with DPAPI on
// Windows, an entry of the Keychain on macOS, of the Secret Service on Linux. It tries it first. Where there is none that
// works it returns one that lives in memory, and in reason a sentence for the person: nothing secret is ever written in the
// clear. It may block while a keyring asks for its password, so it belongs off the window's goroutine.
func NewVault(ctx context.Context, log *slog.Logger, dir, name string) (vault Vault, reason string) {
	shared := sharedVault(name)
	name = plainName(name)
	if err := try(ctx, dir, name+"-check"); err != nil {
		log.Warn("the vault cannot be used", "error", err)
		return MemoryVault(), notKept()
	}
	system, err := systemVault(dir, name)
	if err != nil {
		log.Warn("the vault cannot be used", "error", err)
		return MemoryVault(), notKept()
	}
	if shared != nil {
		system = &heir{Vault: system, old: shared}
	}
	return &patientVault{inner: system}, ""
}

// longestName bounds the name of an entry: it is a file's on Windows.
const longestName = 80

// notPlain is what has a meaning in the name of a file.
var notPlain = regexp.MustCompile(`[/\\:*?"<>|\pC]`)

// plainName makes an entry's name of one that holds a cloud's, which is any text. A name that this changes gets what tells it
// from others that become the same.
func plainName(name string) string {
	plain := notPlain.ReplaceAllString(name, "-")
	if len(plain) > longestName {
		plain = strings.ToValidUTF8(plain[:longestName], "")
	}
	if plain != name {
		plain += " " + shortHash(name)
	}
	return plain
}

func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// folderEntry is the name of an entry of a data folder, in a vault that all folders share.
func folderEntry(dir, name string) string {
	if whole, err := filepath.Abs(dir); err == nil {
		dir = whole
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return name + " " + shortHash(dir)
}

// heir takes over, once, what an earlier version kept in an entry that all data folders shared. The first folder that looks
// gets it.
type heir struct {
	Vault
	old Vault
}

func (v *heir) Read(ctx context.Context) ([]byte, error) {
	data, err := v.Vault.Read(ctx)
	if err != nil || len(data) > 0 {
		return data, err
	}
	if data, err = v.old.Read(ctx); err != nil || len(data) == 0 {
		return nil, err
	}
	if err := v.Vault.Write(ctx, data); err != nil {
		return data, err
	}
	return data, v.old.Delete(ctx)
}

func notKept() string {
	return fmt.Sprintf("You will have to sign in again after every start, because %s cannot be used. %s", systemVaultName, systemVaultRemedy)
}

// try writes, reads and deletes an entry of its own.
func try(ctx context.Context, dir, name string) error {
	system, err := systemVault(dir, name)
	if err != nil {
		return err
	}
	vault := &patientVault{inner: system}
	sample := []byte("Tenantkeep checks that this vault works.")
	if err := vault.Write(ctx, sample); err != nil {
		return err
	}
	read, err := vault.Read(ctx)
	if err != nil {
		return errors.Join(err, vault.Delete(ctx))
	}
	if err := vault.Delete(ctx); err != nil {
		return err
	}
	if !bytes.Equal(read, sample) {
		return errors.New("it gave back something else than it was given")
	}
	return nil
}

// MemoryVault keeps the text until the program ends.
func MemoryVault() Vault { return &memoryVault{} }

type memoryVault struct {
	mu   sync.Mutex
	data []byte
}

func (v *memoryVault) Read(context.Context) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.data), nil
}

func (v *memoryVault) Write(_ context.Context, data []byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.data = slices.Clone(data)
	return nil
}

func (v *memoryVault) Delete(context.Context) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.data = nil
	return nil
}

// patientVault bounds the waiting for a vault whose calls cannot be stopped. One that was silent once is not asked again, so
// that at most one call of it ever hangs.
type patientVault struct {
	inner Vault

	mu     sync.Mutex
	silent bool
}

type vaultAnswer struct {
	data []byte
	err  error
}

func (v *patientVault) Read(ctx context.Context) ([]byte, error) {
	return v.ask(ctx, v.inner.Read)
}

func (v *patientVault) Write(ctx context.Context, data []byte) error {
	_, err := v.ask(ctx, func(ctx context.Context) ([]byte, error) { return nil, v.inner.Write(ctx, data) })
	return err
}

func (v *patientVault) Delete(ctx context.Context) error {
	_, err := v.ask(ctx, func(ctx context.Context) ([]byte, error) { return nil, v.inner.Delete(ctx) })
	return err
}

func (v *patientVault) ask(ctx context.Context, question func(context.Context) ([]byte, error)) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.silent {
		return nil, errVaultSilent
	}
	// Not bound to ctx otherwise: a sign-in that is cancelled half way must not leave half a sign-in in the vault.
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), vaultPatience)
	defer cancel()
	answered := make(chan vaultAnswer, 1)
	go func() {
		answered <- answerOf(limit, question)
	}()
	select {
	case answer := <-answered:
		return answer.data, answer.err
	case <-limit.Done():
		v.silent = true
		return nil, errVaultSilent
	}
}

func answerOf(ctx context.Context, question func(context.Context) ([]byte, error)) (answer vaultAnswer) {
	defer crash.Into(&answer.err)
	answer.data, answer.err = question(ctx)
	return answer
}
