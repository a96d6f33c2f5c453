package m365

import (
	"slices"
	"strings"
)

// AliasesOf are the further mail addresses among proxyAddresses, in small letters, sorted. The main one has its protocol in
// capitals; what is of another protocol, as X500 and SIP, is no address that a person gives.
//
// https://learn.microsoft.com/graph/api/resources/user, proxyAddresses.
func AliasesOf(proxyAddresses []string) []string {
	var aliases []string
	for _, address := range proxyAddresses {
		if alias, further := strings.CutPrefix(address, "smtp:"); further && alias != "" {
			aliases = append(aliases, strings.ToLower(alias))
		}
	}
	slices.Sort(aliases)
	return aliases
}
