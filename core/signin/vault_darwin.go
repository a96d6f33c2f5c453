//go:build cgo

package signin

import "github.com/AzureAD/microsoft-authentication-extensions-for-go/cache/accessor"

const (
	systemVaultName   = "the login keychain"
	systemVaultRemedy = "Unlock it in Keychain Access to stay signed in."
	systemVaultUnread = "Unlock it in Keychain Access, and allow Tenantkeep to use its own entry when macOS asks."
)

// systemVault is an item of the login keychain.
func systemVault(dir, name string) (Vault, error) { return keychain(folderEntry(dir, name)) }

// sharedVault is the entry of an earlier version.
func sharedVault(name string) Vault {
	old, err := keychain(name)
	if err != nil {
		return nil
	}
	return old
}

func keychain(entry string) (Vault, error) {
	return accessor.New("Tenantkeep sign-in", accessor.WithAccount(entry))
}
