package signin_test

import (
	"bufio"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/signin"
)

func TestTheKeyringKeepsTheSignIn(t *testing.T) {
	tests := map[string]func(*fakeKeyring){
		"an open keyring":                          func(*fakeKeyring) {},
		"a locked keyring that the person unlocks": func(k *fakeKeyring) { k.locked = true },
	}
	for name, prepare := range tests {
		t.Run(name, func(t *testing.T) {
			keyring := startKeyring(t)
			keyring.change(prepare)
			dir := t.TempDir()
			vault, reason := signin.NewVault(t.Context(), slog.New(slog.DiscardHandler), dir, "sign-in")
			require.Empty(t, reason)
			require.Empty(t, keyring.texts(), "the check leaves nothing behind")
			data, err := vault.Read(t.Context())
			require.NoError(t, err)
			require.Empty(t, data)
			require.NoError(t, vault.Write(t.Context(), []byte("one")))
			require.NoError(t, vault.Write(t.Context(), []byte("two")))
			require.Equal(t, []string{"two"}, keyring.texts())

			again, _ := signin.NewVault(t.Context(), slog.New(slog.DiscardHandler), dir, "sign-in")
			data, err = again.Read(t.Context())
			require.NoError(t, err)
			require.Equal(t, "two", string(data))
			other, _ := signin.NewVault(t.Context(), slog.New(slog.DiscardHandler), dir, "another")
			data, err = other.Read(t.Context())
			require.NoError(t, err)
			require.Empty(t, data)
			require.NoError(t, again.Delete(t.Context()))
			require.Empty(t, keyring.texts())
		})
	}
}

func TestEachDataFolderHasASignInOfItsOwn(t *testing.T) {
	startKeyring(t)
	one, two, link := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "link")
	require.NoError(t, os.Symlink(one, link))
	in := func(dir, name string) signin.Vault {
		vault, reason := signin.NewVault(t.Context(), slog.New(slog.DiscardHandler), dir, name)
		require.Empty(t, reason)
		return vault
	}
	read := func(vault signin.Vault) string {
		data, err := vault.Read(t.Context())
		require.NoError(t, err)
		return string(data)
	}
	require.NoError(t, in(one, "Tenantkeep").Write(t.Context(), []byte("of one")))
	require.NoError(t, in(two, "Tenantkeep").Write(t.Context(), []byte("of two")))
	require.Equal(t, "of one", read(in(one, "Tenantkeep")))
	require.Equal(t, "of two", read(in(two, "Tenantkeep")))
	require.Equal(t, "of one", read(in(link, "Tenantkeep")), "a folder is the same by another name")
	require.NoError(t, in(one, "Tenantkeep").Delete(t.Context()))
	require.Equal(t, "of two", read(in(two, "Tenantkeep")))

	clouds := []string{"Tenantkeep a/b", "Tenantkeep a:b", "Tenantkeep ../../etc", "Tenantkeep " + strings.Repeat("long", 100)}
	for _, name := range clouds {
		require.Empty(t, read(in(one, name)), name)
		require.NoError(t, in(one, name).Write(t.Context(), []byte(name)))
	}
	for _, name := range clouds {
		require.Equal(t, name, read(in(one, name)))
	}
}

func TestWhatAnEarlierVersionKeptIsFoundOnce(t *testing.T) {
	keyring := startKeyring(t)
	properties := map[string]dbus.Variant{
		"org.freedesktop.Secret.Item.Attributes": dbus.MakeVariant(map[string]string{"application": "tenantkeep", "entry": "Tenantkeep"}),
	}
	_, _, failed := keyring.CreateItem(properties, fakeSecret{Value: []byte("the sign-in")}, true)
	require.Nil(t, failed)
	read := func(dir string) string {
		vault, _ := signin.NewVault(t.Context(), slog.New(slog.DiscardHandler), dir, "Tenantkeep")
		data, err := vault.Read(t.Context())
		require.NoError(t, err)
		return string(data)
	}
	first, second := t.TempDir(), t.TempDir()
	require.Equal(t, "the sign-in", read(first))
	require.Equal(t, "the sign-in", read(first), "it is kept under its new name")
	require.Empty(t, read(second))
	require.Equal(t, []string{"the sign-in"}, keyring.texts(), "and under no other")
}

func TestAKeyringThatCannotBeUsedMeansMemoryOnly(t *testing.T) {
	tests := map[string]func(*fakeKeyring){
		"the person does not unlock it": func(k *fakeKeyring) { k.locked, k.dismisses = true, true },
		"there is no default keyring":   func(k *fakeKeyring) { k.noDefault = true },
		"it gives back something else":  func(k *fakeKeyring) { k.garbles = true },
	}
	for name, prepare := range tests {
		t.Run(name, func(t *testing.T) {
			startKeyring(t).change(prepare)
			vault, reason := signin.NewVault(t.Context(), slog.New(slog.DiscardHandler), t.TempDir(), "sign-in")
			require.Contains(t, reason, "because the keyring of this computer cannot be used. Install a keyring")
			require.NoError(t, vault.Write(t.Context(), []byte("one")))
		})
	}
	t.Run("there is no session bus", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
		_, reason := signin.NewVault(t.Context(), slog.New(slog.DiscardHandler), t.TempDir(), "sign-in")
		require.NotEmpty(t, reason)
	})
}

// fakeKeyring is a Secret Service on a bus of its own.
type fakeKeyring struct {
	conn *dbus.Conn

	mu                                    sync.Mutex
	locked, dismisses, noDefault, garbles bool
	items                                 map[dbus.ObjectPath]*fakeItem
	made                                  int
}

type fakeItem struct {
	keyring    *fakeKeyring
	path       dbus.ObjectPath
	attributes map[string]string
	text       []byte
}

type fakeSecret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

const (
	fakeRoot       = dbus.ObjectPath("/org/freedesktop/secrets")
	fakeCollection = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	fakePrompt     = dbus.ObjectPath("/org/freedesktop/secrets/prompt/p1")
	fakeNothing    = dbus.ObjectPath("/")
)

func startKeyring(t *testing.T) *fakeKeyring {
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("dbus-daemon is not installed, so no keyring can be played")
	}
	ctx, stop := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, daemon, "--session", "--nofork", "--nopidfile", "--print-address=1")
	output, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		stop()
		_ = command.Wait() // it was killed
	})
	address, err := bufio.NewReader(output).ReadString('\n')
	require.NoError(t, err)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))

	conn, err := dbus.Connect(strings.TrimSpace(address))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	k := &fakeKeyring{conn: conn, items: map[dbus.ObjectPath]*fakeItem{}}
	require.NoError(t, conn.Export(k, fakeRoot, "org.freedesktop.Secret.Service"))
	require.NoError(t, conn.Export(k, fakeCollection, "org.freedesktop.Secret.Collection"))
	require.NoError(t, conn.Export(k, fakePrompt, "org.freedesktop.Secret.Prompt"))
	_, err = conn.RequestName("org.freedesktop.secrets", dbus.NameFlagDoNotQueue)
	require.NoError(t, err)
	return k
}

func (k *fakeKeyring) change(how func(*fakeKeyring)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	how(k)
}

func (k *fakeKeyring) texts() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var texts []string
	for _, item := range k.items {
		texts = append(texts, string(item.text))
	}
	return texts
}

// OpenSession is a method of the Secret Service.
func (k *fakeKeyring) OpenSession(algorithm string, _ dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	if algorithm != "plain" {
		return dbus.Variant{}, "", dbus.MakeFailedError(errNoBrowser)
	}
	return dbus.MakeVariant(""), "/org/freedesktop/secrets/session/s1", nil
}

// ReadAlias is a method of the Secret Service.
func (k *fakeKeyring) ReadAlias(name string) (dbus.ObjectPath, *dbus.Error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if name != "default" || k.noDefault {
		return fakeNothing, nil
	}
	return fakeCollection, nil
}

// SearchItems is a method of the Secret Service.
func (k *fakeKeyring) SearchItems(attributes map[string]string) (open, locked []dbus.ObjectPath, _ *dbus.Error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	open, locked = []dbus.ObjectPath{}, []dbus.ObjectPath{}
	for path, item := range k.items {
		switch {
		case !same(item.attributes, attributes):
		case k.locked:
			locked = append(locked, path)
		default:
			open = append(open, path)
		}
	}
	return open, locked, nil
}

// Unlock is a method of the Secret Service.
func (k *fakeKeyring) Unlock(objects []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.locked {
		return []dbus.ObjectPath{}, fakePrompt, nil
	}
	return objects, fakeNothing, nil
}

// CreateItem is a method of a collection.
func (k *fakeKeyring) CreateItem(properties map[string]dbus.Variant, secret fakeSecret, replace bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	attributes, good := properties["org.freedesktop.Secret.Item.Attributes"].Value().(map[string]string)
	if !good || k.locked {
		return "", "", dbus.MakeFailedError(errNoBrowser)
	}
	for _, item := range k.items {
		if replace && same(item.attributes, attributes) {
			item.text = secret.Value
			return item.path, fakeNothing, nil
		}
	}
	k.made++
	item := &fakeItem{keyring: k, attributes: attributes, text: secret.Value}
	item.path = fakeCollection + dbus.ObjectPath("/"+string(rune('a'+k.made)))
	k.items[item.path] = item
	if err := k.conn.Export(item, item.path, "org.freedesktop.Secret.Item"); err != nil {
		return "", "", dbus.MakeFailedError(err)
	}
	return item.path, fakeNothing, nil
}

// Prompt is a method of a prompt: the person answers at once.
func (k *fakeKeyring) Prompt(string) *dbus.Error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.dismisses {
		k.locked = false
	}
	if err := k.conn.Emit(fakePrompt, "org.freedesktop.Secret.Prompt.Completed", k.dismisses, dbus.MakeVariant("")); err != nil {
		return dbus.MakeFailedError(err)
	}
	return nil
}

// GetSecret is a method of an item.
func (i *fakeItem) GetSecret(session dbus.ObjectPath) (fakeSecret, *dbus.Error) {
	i.keyring.mu.Lock()
	defer i.keyring.mu.Unlock()
	text := i.text
	if i.keyring.garbles {
		text = []byte("something else")
	}
	return fakeSecret{Session: session, Parameters: []byte{}, Value: text, ContentType: "text/plain"}, nil
}

// Delete is a method of an item.
func (i *fakeItem) Delete() (dbus.ObjectPath, *dbus.Error) {
	i.keyring.mu.Lock()
	defer i.keyring.mu.Unlock()
	delete(i.keyring.items, i.path)
	return fakeNothing, nil
}

func same(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for key, value := range a {
		if b[key] != value {
			return false
		}
	}
	return true
}
