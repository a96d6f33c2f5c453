package change

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// Looking at a secret of a device changes nothing at Microsoft. It is an operation all the same, so that it is asked about, in
// the journal before it is done, and shown as a password is.

func init() {
	offer(Operation{
		Action: ShowRecoveryKey, Title: "Show BitLocker Key", Verb: "Show key",
		What:    "The recovery key is read from Microsoft and shown to you, once. It is not kept.",
		lasting: "Nobody can be made to forget a recovery key.", instead: "Have Intune rotate the key of the device.",
		kinds: []WriteKind{ReadRecoveryKey},
	}, map[WriteKind]effect{ReadRecoveryKey: lookEffect{
		what: "recovery key", grant: "BitlockerKey.Read.All",
		role: "Cloud Device Administrator, Helpdesk Administrator, Security Reader or Global Reader",
		none: "Microsoft does not know this recovery key any more", do: "Open the keys of the device anew.",
		request: call.ReadRecoveryKey,
	}})
	offer(Operation{
		Action: ShowLocalPassword, Title: "Show LAPS Password", Verb: "Show password",
		What:    "The password of the device's local administrator is read from Microsoft and shown to you, once. It is not kept.",
		lasting: "Nobody can be made to forget a password.", instead: "Have Intune rotate the local administrator's password.",
		kinds: []WriteKind{ReadLocalPassword},
	}, map[WriteKind]effect{ReadLocalPassword: lookEffect{
		what: "LAPS password", grant: "DeviceLocalCredential.Read.All",
		role:    "Cloud Device Administrator or Intune Administrator",
		none:    "Microsoft keeps no LAPS password of this device",
		do:      "Windows LAPS must be set up to back up to Microsoft Entra ID, and the device must have done so since.",
		request: call.ReadLocalPassword,
	}})
}

// lookEffect reads a secret of a device. The subject is what it is read by, the name that of the device.
type lookEffect struct {
	what, grant, role string
	// none and do are said where Microsoft has none.
	none, do string
	request  func(subject string) call.Request
}

func (e lookEffect) need(Write) need { return need{tier: access.Full, role: e.role} }

func (e lookEffect) doing(user string, write Write) string {
	return "show the " + e.what + " of " + named(write) + ", a device of " + user
}

func (e lookEffect) plan(_ context.Context, d *draft, write Write) error {
	d.note("Microsoft records in the tenant's audit log that you looked, and so does the page Activity here.")
	write.Before, write.After = "", ""
	d.step(write, "Read the "+e.what+" of "+named(write), e.request(write.Subject))
	return nil
}

func (lookEffect) tells(*snapshot, Write) (verdict, error) { return never, nil }

func (lookEffect) late() bool { return false }

func (lookEffect) already(error) bool { return false }

func (e lookEffect) because(found *call.Error) (because, do string) {
	if found.Kind == call.NotFound {
		return e.none, e.do
	}
	return "", ""
}

func (e lookEffect) permission() string { return e.grant }

func (lookEffect) lost() lost {
	return lost{
		once: "It is looked at anew.", undone: "Begin anew: looking twice does no harm.", uncertain: "Begin anew: looking twice does no harm.",
	}
}

func (lookEffect) secret(_ m365.Secret, state State, answer call.Answer) m365.Secret {
	if state == Done {
		return answer.Secret
	}
	return m365.Secret{}
}

func (lookEffect) parts() []profile.Part { return []profile.Part{profile.Devices} }

func (lookEffect) shows(Write, time.Time) shown { return shown{} }

func (lookEffect) inverse() WriteKind { return "" }
