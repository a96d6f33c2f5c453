package m365

import "strings"

// guestMark stands in the username that a tenant gives to an account of another: eva_fabrikam.com#EXT#@contoso.onmicrosoft.com.
const guestMark = "#EXT#"

// IsOfAnother says that a tenant gave the username to an account of another organization. Such a user may be a member too,
// where organizations share their users.
func IsOfAnother(username string) bool { return strings.Contains(strings.ToUpper(username), guestMark) }

// GuestAddress is the address that such an account has at home, and the domain of the tenant that it is a guest of.
func GuestAddress(username string) (address, there string, guest bool) {
	local, there, guest := strings.Cut(username, guestMark+"@")
	at := strings.LastIndex(local, "_")
	if !guest || at < 0 {
		return "", "", false
	}
	return local[:at] + "@" + local[at+1:], there, true
}
