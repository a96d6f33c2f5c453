package offboard

import (
	"html"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// This file is what a person does by hand: each line names users and groups by their ids, which are the same in Exchange.

// hasMailbox says whether the user has a mailbox, as far as the licenses tell; true where they cannot be read.
func (d *draft) hasMailbox() bool {
	licenses, err := d.service.options.Directory.UserLicenses(d.ctx, d.key)
	return err != nil || slices.ContainsFunc(licenses, func(license m365.HeldLicense) bool {
		return slices.ContainsFunc(license.Plans, m365.ServicePlan.IsMailbox)
	})
}

const noMailbox = nothing("No license of the user holds a mailbox.")

func fillMailbox(d *draft, step *Step) error {
	if !d.hasMailbox() {
		return noMailbox
	}
	step.About = "Needs Exchange: do this before licenses are removed. Look at the size first: a shared mailbox over 50 GB, with an archive or on hold keeps needing a license."
	step.Connect = d.connect()
	step.Line = "Set-Mailbox -Identity " + quoted(d.key.ID) + " -Type Shared"
	return nil
}

func fillForward(d *draft, step *Step) error {
	if !d.hasMailbox() {
		return noMailbox
	}
	manager := d.user.Manager
	step.About = "Needs Exchange. The user has no manager: choose in Exchange who gets the mail."
	step.Connect = d.connect()
	if manager != nil && manager.Key.ID != "" {
		step.About = "Needs Exchange. Mail goes to " + managerName(d.user) + ", and stays in the mailbox too."
		step.Line += "Set-Mailbox -Identity " + quoted(d.key.ID) + " -ForwardingAddress " + quoted(manager.Key.ID) + " -DeliverToMailboxAndForward $true; "
	}
	reply := quoted(html.EscapeString(d.reply()))
	step.Line += "Set-MailboxAutoReplyConfiguration -Identity " + quoted(d.key.ID) + " -AutoReplyState Enabled -InternalMessage " + reply + " -ExternalMessage " + reply
	return nil
}

// reply is the automatic reply.
func (d *draft) reply() string {
	reply := seen(d.plan.Target.Name) + " is not with " + seen(d.tenant.Name) + " any more, and does not read this mailbox."
	if manager := managerName(d.user); manager != "" {
		reply += " Write to " + seen(manager) + " instead."
	}
	return reply
}

func fillLists(d *draft, step *Step) error {
	groups, err := d.service.options.Directory.UserGroups(d.ctx, d.key)
	if err != nil {
		return err
	}
	var lines []string
	for _, group := range groups {
		if onlyExchange(group) {
			step.About = joined(step.About, group.Name)
			lines = append(lines, "Remove-DistributionGroupMember -Identity "+quoted(group.ID)+" -Member "+quoted(d.key.ID)+" -BypassSecurityGroupManagerCheck -Confirm:$false")
		}
	}
	if len(lines) == 0 {
		return nothing("The user is in none.")
	}
	step.Title = "Remove from " + counted(len(lines), "mail-enabled group")
	step.About = "Needs Exchange: " + step.About
	step.Connect, step.Line = d.connect(), strings.Join(lines, "; ")
	return nil
}

// connect signs in to the tenant as its partner.
func (d *draft) connect() string {
	return "Connect-ExchangeOnline -DelegatedOrganization " + quoted(d.tenant.InitialDomain)
}

// fillNotice writes what the manager should know.
func fillNotice(d *draft, step *Step) error {
	manager := managerName(d.user)
	if manager == "" {
		return nothing("The user has no manager.")
	}
	step.Title, step.About = "Tell the manager", manager
	name, tenant := seen(d.plan.Target.Name), seen(d.tenant.Name)
	lines := []string{"Hello " + seen(manager) + ",", "", "the account of " + name + " (" + seen(d.plan.Target.Username) + ") at " + tenant + " is being closed:"}
	for _, one := range choosable {
		if text := noticed[one.Kind]; text != "" && d.choice.Has(one.Kind) {
			lines = append(lines, "- "+text)
		}
	}
	if d.choice.Has(Licenses) {
		lines = append(lines, "", "Files in OneDrive are kept for 30 days unless your administrator chose longer. Tell us before that what you need of them.")
	}
	step.Text = strings.Join(lines, "\n")
	return nil
}

// noticed is what the manager reads of a step.
var noticed = map[Kind]string{
	Block:    "Nobody can sign in with it, and every device is signed out.",
	Groups:   "It leaves its groups and teams.",
	Mailbox:  "The mailbox becomes a shared one, and its mail stays.",
	Forward:  "New mail is forwarded to you, and senders get a reply that says so.",
	Licenses: "Its licenses are given back.",
}

// quoted is a text as PowerShell takes it literally. PowerShell ends such a text at typographic quotes too, and a line break
// would make another command of it.
func quoted(text string) string {
	var safe strings.Builder
	safe.WriteByte('\'')
	for _, sign := range seen(text) {
		if strings.ContainsRune("'‘’‚‛", sign) {
			safe.WriteRune(sign)
		}
		safe.WriteRune(sign)
	}
	safe.WriteByte('\'')
	return safe.String()
}
