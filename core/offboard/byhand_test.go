package offboard_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// words splits a line as PowerShell does: at spaces and semicolons outside of quotes. A quote within a quoted text is doubled.
func words(t *testing.T, line string) (commands [][]string) {
	t.Helper()
	const quotes = "'‘’‚‛"
	var command []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			command = append(command, word.String())
			word.Reset()
		}
	}
	signs := []rune(line)
	for i := 0; i < len(signs); i++ {
		switch sign := signs[i]; {
		case strings.ContainsRune(quotes, sign):
			word.WriteRune('\'')
		quoted:
			for i++; ; i++ {
				require.Less(t, i, len(signs), "the quote does not end: %s", line)
				require.False(t, unicode.IsControl(signs[i]), line)
				if strings.ContainsRune(quotes, signs[i]) {
					if i+1 >= len(signs) || !strings.ContainsRune(quotes, signs[i+1]) {
						break quoted
					}
					i++
				}
				word.WriteRune(signs[i])
			}
		case sign == ' ':
			end()
		case sign == ';':
			end()
			commands, command = append(commands, command), nil
		default:
			require.NotContains(t, "\"`|&(){}@#<>\n", string(sign), line)
			word.WriteRune(sign)
		}
	}
	end()
	return append(commands, command)
}

// hostile is a name that tries to leave its quotes.
const hostile = "O'Neil’; Remove-Mailbox -Identity 'x' # ‘$(calc)` \u202e\n\"&"

func TestALineForPowerShellIsOneForEveryNameAndNamesUsersByTheirIDs(t *testing.T) {
	e := newEstate(t)
	key := e.somebody(func(inside *directory.Tenant, u *directory.User) bool {
		_, has := inside.UserAt(u.Manager)
		for _, group := range inside.GroupsOf(u.Slot, false) {
			if group.MailEnabled && !group.Unified && !group.Dynamic && !group.Synced {
				return has && len(u.Direct) > 0
			}
		}
		return false
	})
	boss := e.user(key).Manager
	for _, slot := range []int{e.user(key).Slot, boss} {
		_, err := e.inside.ChangeUser(slot, func(u *directory.User) error { u.DisplayName = hostile; return nil })
		require.NoError(t, err)
	}
	plan := e.plan(key, offboard.Usual())
	cmdlets := make(map[string]bool)
	for _, step := range plan.Steps {
		require.NotContains(t, step.Command(), "\n")
		if step.Line == "" {
			continue
		}
		for _, command := range words(t, step.Command()) {
			cmdlets[command[0]] = true
			requireCmdlet(t, command)
			for i, word := range command {
				if word == "-Identity" || word == "-Member" || word == "-ForwardingAddress" {
					require.Regexp(t, `^'[0-9a-f-]{36}$`, command[i+1])
				}
			}
		}
	}
	for _, name := range []string{"Connect-ExchangeOnline", "Set-Mailbox", "Set-MailboxAutoReplyConfiguration", "Remove-DistributionGroupMember"} {
		require.True(t, cmdlets[name], name)
	}
	require.Len(t, cmdlets, 4)
}

// requireCmdlet holds a command against Microsoft's reference, where that is at hand.
func requireCmdlet(t *testing.T, command []string) {
	t.Helper()
	known := cmdletReference(t)
	if known == nil || command[0] == "Connect-ExchangeOnline" {
		return
	}
	parameters, ok := known[command[0]]
	require.True(t, ok, command[0])
	for _, word := range command[1:] {
		if strings.HasPrefix(word, "-") {
			name, _, _ := strings.Cut(word[1:], ":")
			require.Contains(t, parameters, name, command)
		}
	}
}

func cmdletReference(t *testing.T) map[string]map[string]any {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "contract", "exchange-cmdlets.json"))
	if err != nil {
		t.Log("SKIPPED: Microsoft's reference of cmdlets is not beside the checkout")
		return nil
	}
	var reference struct {
		Cmdlets map[string]map[string]any `json:"cmdlets"`
	}
	require.NoError(t, json.Unmarshal(body, &reference))
	return reference.Cmdlets
}

func TestAUserWithoutAMailboxHasNoChecklist(t *testing.T) {
	e := newEstate(t)
	key := e.somebody(func(_ *directory.Tenant, u *directory.User) bool {
		return len(u.Direct) == 0 && len(u.Licences) == 0
	})
	plan := e.plan(key, offboard.Usual())
	for _, step := range plan.Steps {
		if step.Kind == offboard.Mailbox || step.Kind == offboard.Forward {
			require.Equal(t, offboard.LeftOut, step.State)
			require.Contains(t, step.Note, "mailbox")
		}
	}
}

func TestTheEvidenceIsOneLineForEveryName(t *testing.T) {
	e := newEstate(t)
	key := e.rich()
	_, err := e.inside.ChangeUser(e.user(key).Slot, func(u *directory.User) error { u.DisplayName = hostile; return nil })
	require.NoError(t, err)
	id := e.run(e.plan(key, offboard.Choice{Kinds: []offboard.Kind{offboard.Block}}))
	summary := e.get(id).Summary(table.Printer{})
	require.True(t, strings.HasPrefix(summary, "# Offboard O'Neil"))
	require.NotContains(t, summary, "\u202e")
	require.Len(t, strings.Split(summary, "\n"), 11, summary)
}
