package signin

import (
	"path/filepath"

	"github.com/AzureAD/microsoft-authentication-extensions-for-go/cache/accessor"
)

const (
	systemVaultName   = "Windows' data protection"
	systemVaultRemedy = "Check that the data folder can be written to."
	systemVaultUnread = "Another Windows account or another computer kept it, or the password of this account was reset by somebody else."
)

// systemVault is a file that only this Windows account can decrypt (DPAPI).
func systemVault(dir, name string) (Vault, error) {
	return accessor.New(filepath.Join(dir, name+".dpapi"))
}

// sharedVault is none: a data folder has had its own from the beginning.
func sharedVault(string) Vault { return nil }
