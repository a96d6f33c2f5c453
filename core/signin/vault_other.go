//go:build !linux && !windows && !(darwin && cgo)

package signin

import "errors"

const (
	systemVaultName   = "the vault of this operating system"
	systemVaultRemedy = "Tenantkeep knows the vaults of Windows, macOS and Linux."
	systemVaultUnread = ""
)

func systemVault(_, _ string) (Vault, error) { return nil, errors.New("not supported") }

// sharedVault is none: a data folder has had its own from the beginning.
func sharedVault(string) Vault { return nil }
