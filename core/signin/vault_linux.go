package signin

import (
	"context"
	"errors"
	"fmt"

	"github.com/godbus/dbus/v5"
)

const (
	systemVaultName   = "the keyring of this computer"
	systemVaultRemedy = "Install a keyring such as GNOME Keyring or KDE Wallet, and unlock it, to stay signed in."
	systemVaultUnread = "Unlock the keyring of your desktop, then start Tenantkeep again or sign in."
)

// systemVault is the desktop's keyring, through the freedesktop Secret Service on the session bus
// (https://specifications.freedesktop.org/secret-service-spec/latest/). The vault of Microsoft's extension opens libsecret
// by a file name, libsecret-1.so, that Debian, Ubuntu and Fedora install for developers only, and its calls cannot be
// stopped.
func systemVault(dir, name string) (Vault, error) {
	return secretService{entry: folderEntry(dir, name)}, nil
}

// sharedVault is the entry of an earlier version.
func sharedVault(name string) Vault { return secretService{entry: name} }

// secretService keeps one item of the default collection. Each call has a connection of its own: there are few.
type secretService struct{ entry string }

const (
	serviceName    = "org.freedesktop.secrets"
	serviceRoot    = dbus.ObjectPath("/org/freedesktop/secrets")
	serviceFace    = "org.freedesktop.Secret.Service."
	collectionFace = "org.freedesktop.Secret.Collection."
	itemFace       = "org.freedesktop.Secret.Item."
	promptFace     = "org.freedesktop.Secret.Prompt"
	noObject       = dbus.ObjectPath("/")
)

// wireSecret is a secret as it travels on the bus.
type wireSecret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

func (s secretService) attributes() map[string]string {
	return map[string]string{"application": "tenantkeep", "entry": s.entry}
}

// Read returns the item's text, after the person unlocked it where needed.
func (s secretService) Read(ctx context.Context) ([]byte, error) {
	bus, err := openKeyring(ctx)
	if err != nil {
		return nil, err
	}
	defer bus.close()
	items, err := bus.find(ctx, s.attributes())
	if err != nil || len(items) == 0 {
		return nil, err
	}
	var found wireSecret
	if err := bus.call(ctx, items[0], itemFace+"GetSecret", bus.session).Store(&found); err != nil {
		return nil, fmt.Errorf("read from the keyring: %w", err)
	}
	return found.Value, nil
}

// Write makes the item, or replaces it.
func (s secretService) Write(ctx context.Context, data []byte) error {
	bus, err := openKeyring(ctx)
	if err != nil {
		return err
	}
	defer bus.close()
	var collection dbus.ObjectPath
	if err := bus.call(ctx, serviceRoot, serviceFace+"ReadAlias", "default").Store(&collection); err != nil {
		return fmt.Errorf("find the default keyring: %w", err)
	}
	if collection == noObject {
		return errors.New("there is no default keyring")
	}
	if err := bus.unlock(ctx, collection); err != nil {
		return err
	}
	properties := map[string]dbus.Variant{
		itemFace + "Label":      dbus.MakeVariant("Tenantkeep sign-in"),
		itemFace + "Attributes": dbus.MakeVariant(s.attributes()),
	}
	secret := wireSecret{Session: bus.session, Parameters: []byte{}, Value: data, ContentType: "application/json"}
	var item, prompt dbus.ObjectPath
	if err := bus.call(ctx, collection, collectionFace+"CreateItem", properties, secret, true).Store(&item, &prompt); err != nil {
		return fmt.Errorf("write to the keyring: %w", err)
	}
	return bus.ask(ctx, prompt)
}

// Delete removes the item.
func (s secretService) Delete(ctx context.Context) error {
	bus, err := openKeyring(ctx)
	if err != nil {
		return err
	}
	defer bus.close()
	items, err := bus.find(ctx, s.attributes())
	if err != nil {
		return err
	}
	for _, item := range items {
		var prompt dbus.ObjectPath
		if err := bus.call(ctx, item, itemFace+"Delete").Store(&prompt); err != nil {
			return fmt.Errorf("delete from the keyring: %w", err)
		}
		if err := bus.ask(ctx, prompt); err != nil {
			return err
		}
	}
	return nil
}

// keyring is a connection to the Secret Service.
type keyring struct {
	conn    *dbus.Conn
	session dbus.ObjectPath
	signals chan *dbus.Signal
}

// openKeyring connects, without starting a session bus where there is none. The session is a plain one: the bus is a socket
// that only this person's programs reach, and all of them may ask the keyring anyway.
func openKeyring(ctx context.Context) (*keyring, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("connect to the session bus: %w", err)
	}
	bus := &keyring{conn: conn, signals: make(chan *dbus.Signal, 8)}
	if err := bus.begin(ctx); err != nil {
		bus.close()
		return nil, err
	}
	return bus, nil
}

func (k *keyring) begin(ctx context.Context) error {
	if err := k.conn.Auth(nil); err != nil {
		return fmt.Errorf("connect to the session bus: %w", err)
	}
	if err := k.conn.Hello(); err != nil {
		return fmt.Errorf("connect to the session bus: %w", err)
	}
	k.conn.Signal(k.signals)
	var output dbus.Variant
	if err := k.call(ctx, serviceRoot, serviceFace+"OpenSession", "plain", dbus.MakeVariant("")).Store(&output, &k.session); err != nil {
		return fmt.Errorf("open the keyring: %w", err)
	}
	return nil
}

// close ends the connection, and with it the session. Nothing is left to be lost.
func (k *keyring) close() { _ = k.conn.Close() }

func (k *keyring) call(ctx context.Context, path dbus.ObjectPath, method string, arguments ...any) *dbus.Call {
	return k.conn.Object(serviceName, path).CallWithContext(ctx, method, 0, arguments...)
}

// find returns the items with these attributes, unlocked.
func (k *keyring) find(ctx context.Context, attributes map[string]string) ([]dbus.ObjectPath, error) {
	var open, locked []dbus.ObjectPath
	if err := k.call(ctx, serviceRoot, serviceFace+"SearchItems", attributes).Store(&open, &locked); err != nil {
		return nil, fmt.Errorf("search the keyring: %w", err)
	}
	if len(locked) > 0 {
		if err := k.unlock(ctx, locked...); err != nil {
			return nil, err
		}
	}
	return append(open, locked...), nil
}

func (k *keyring) unlock(ctx context.Context, objects ...dbus.ObjectPath) error {
	var open []dbus.ObjectPath
	var prompt dbus.ObjectPath
	if err := k.call(ctx, serviceRoot, serviceFace+"Unlock", objects).Store(&open, &prompt); err != nil {
		return fmt.Errorf("unlock the keyring: %w", err)
	}
	return k.ask(ctx, prompt)
}

// ask has the keyring put its question to the person and waits for the answer.
func (k *keyring) ask(ctx context.Context, prompt dbus.ObjectPath) error {
	if prompt == noObject {
		return nil
	}
	if err := k.conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(prompt), dbus.WithMatchInterface(promptFace)); err != nil {
		return fmt.Errorf("wait for the keyring: %w", err)
	}
	if err := k.call(ctx, prompt, promptFace+".Prompt", "").Err; err != nil {
		return fmt.Errorf("ask to unlock the keyring: %w", err)
	}
	for {
		select {
		case signal, open := <-k.signals:
			if !open {
				return errors.New("the keyring closed the connection")
			}
			if signal.Path != prompt || signal.Name != promptFace+".Completed" {
				continue
			}
			if dismissed, said := signal.Body[0].(bool); !said || dismissed {
				return errors.New("the keyring stayed locked")
			}
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
