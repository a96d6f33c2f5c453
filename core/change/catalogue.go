package change

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// Operation is what a person can ask for, as menus, forms, the journal and the undo read it. Each has a file of its own, with
// the effects of its writes and everything that is to be known of them.
type Operation struct {
	Action Action
	// Title is its name in menus, above its form and in the journal, in the words of the reference.
	Title string
	// Verb is what the button says; Danger draws it in red.
	Verb   string
	Danger bool
	// What happens, in plain words, before anything is sent.
	What string
	// Place is where it stands in menus, from the top; each hundred is a group of its own, and zero stands in none.
	Place int

	// lasting is why it cannot be undone and what to do instead; empty where it can.
	lasting, instead string
	// home is what only the organization of a user can do; the zero value where it can be done here.
	home homeOnly
	// applies says whether a menu shows it for a user; nil for every one.
	applies func(m365.User) bool
	// barred says why it is not done here to a user whom the lists show; nil where it is done to everybody.
	barred func(m365.User) string
	// kinds are the writes that may be asked for with it.
	kinds []WriteKind
	// many says what its button does to many users at once, "%s" being how many; empty where it is for one user alone.
	many string
	// inOrder says that they are done in the order of kinds, however they were asked for.
	inOrder bool
	// asks gives the writes where the person does not choose them; nil where they do.
	asks func() []Write
}

// effect is all there is to know of one kind of write. What lacks a part does not compile.
type effect interface {
	// need is what doing it takes.
	need(write Write) need
	// doing says it with the user's name, to be read after "could not".
	doing(user string, write Write) string
	// plan adds its steps to a draft; none where the user is already so.
	plan(ctx context.Context, d *draft, write Write) error
	// tells says from what Microsoft shows now whether it is done.
	tells(now *snapshot, write Write) (verdict, error)
	// late says that Microsoft may accept it and still show the old state for a while.
	late() bool
	// already says that Microsoft refused it because it is done.
	already(err error) bool
	// because says why Microsoft refused, and what to do, where more is known than the kind of failure; empty otherwise.
	because(found *call.Error) (because, do string)
	// lost is what to do where Microsoft's answer got lost.
	lost() lost
	// parts are those of the user's profile that show it.
	parts() []profile.Part
	// shows is what it changes in the lists.
	shows(write Write, at time.Time) shown
	// inverse is the kind of write that takes it back; empty where nothing does.
	inverse() WriteKind
}

// need is what doing a write takes of the technician.
type need struct {
	tier access.Tier
	// role is the directory role that Microsoft asks for in the GDAP relationship
	// (https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions).
	role string
	// guarded says that Microsoft asks for more where the user is an administrator.
	guarded bool
}

// tierOf is the access tier that a kind of write needs.
func tierOf(kind WriteKind) access.Tier { return effects[kind].need(Write{Kind: kind}).tier }

// lost is what to do where Microsoft's answer got lost.
type lost struct {
	// once says why it is never sent twice; empty where it may be, after reading back.
	once string
	// undone is what to do where reading back shows that it did not happen, uncertain where it tells nothing.
	undone, uncertain string
}

// usually is what to do after most writes.
var usually = lost{
	undone:    "Nothing was changed. Retry.",
	uncertain: "Look at the user in a few minutes, then retry: it is checked again before anything is sent.",
}

var (
	operations []Operation
	effects    = make(map[WriteKind]effect)
)

// offer puts an operation and the effects of its writes into the catalogue.
func offer(one Operation, with map[WriteKind]effect) {
	operations = append(operations, one)
	for kind, effect := range with {
		if _, twice := effects[kind]; twice {
			panic("two effects of the kind " + kind)
		}
		effects[kind] = effect
	}
}

// Of is the operation of an action; Undo's where the action is not known, as one of a newer version in the journal.
func Of(action Action) Operation {
	at := slices.IndexFunc(operations, func(one Operation) bool { return one.Action == action })
	if at < 0 {
		return undoing
	}
	return operations[at]
}

// Lasts says that it cannot be undone.
func (o Operation) Lasts() bool { return o.lasting != "" }

// Many says that it may be asked for many users at once.
func (o Operation) Many() bool { return o.many != "" }

// ManyVerb is what the button says for many users, as "Block sign-in of 40 users".
func (o Operation) ManyVerb(users string) string { return fmt.Sprintf(o.many, users) }

// Chosen says that the person chooses what is written, so that its title alone does not tell.
func (o Operation) Chosen() bool { return o.asks == nil }

// Secretive says that it makes what the person is shown once.
func (o Operation) Secretive() bool {
	return slices.ContainsFunc(o.kinds, func(kind WriteKind) bool {
		_, gives := effects[kind].(secretive)
		return gives
	})
}

// Menu lists the operations on a user in the order of menus.
func Menu() []Operation {
	listed := slices.DeleteFunc(slices.Clone(operations), func(one Operation) bool { return one.Place == 0 })
	slices.SortFunc(listed, func(a, b Operation) int { return a.Place - b.Place })
	return listed
}

// Needs is the least access tier. Undo's is at least that of the change it takes back.
func (o Operation) Needs() access.Tier {
	least := access.HelpDesk
	for _, kind := range o.kinds {
		if tier := tierOf(kind); tier.Covers(least) {
			least = tier
		}
	}
	return least
}

// Group tells operations apart that menus keep apart.
func (o Operation) Group() int { return o.Place / 100 }

// Applies says whether a menu shows the operation for a user, as Unblock for one who is blocked.
func (o Operation) Applies(user m365.User) bool { return o.applies == nil || o.applies(user) }

// undoing is Undo as menus and forms show it. What it does, and the tier for it, is that of the change it takes back.
var undoing = Operation{
	Action: Undo, Title: "Undo", Verb: "Undo", many: "Undo for %s", What: "What the change did is taken back.",
}

// wanted are the writes that an intent asks for, in the order in which they are done.
func (o Operation) wanted(intent Intent) ([]Write, error) {
	if o.asks != nil {
		return o.asks(), nil
	}
	for _, write := range intent.Writes {
		if !slices.Contains(o.kinds, write.Kind) || write.Subject == "" {
			return nil, refuseIntent(intent, fmt.Sprintf("%s cannot do %q to %q.", o.Title, write.Kind, write.Subject))
		}
	}
	writes := slices.Clone(intent.Writes)
	if o.inOrder {
		slices.SortStableFunc(writes, func(a, b Write) int { return slices.Index(o.kinds, a.Kind) - slices.Index(o.kinds, b.Kind) })
	}
	return writes, nil
}

// secretive is an effect whose outcome the person is shown once.
type secretive interface {
	// secret is what is shown; empty where there is nothing to show. planned is the plan's own.
	secret(planned m365.Secret, state State, answer call.Answer) m365.Secret
}

// wary is an effect that overwrites nothing that others changed since it was planned.
type wary interface {
	// holds says whether what Microsoft shows is still what the write was planned on, or what it is to become. now is that in
	// words.
	holds(user *snapshot, write Write) (now string, same bool, err error)
}

// shown is what a write changes in a user of the lists, and how that is taken back where Microsoft refused. Both are nil where
// the lists show nothing of it.
type shown struct {
	// leaves: the lists lose the user. returns: they have the user again.
	leaves, returns bool

	put func(*m365.User)
	// takeBack undoes put alone: another change may have come between. before is the user as put found them.
	takeBack func(user *m365.User, before m365.User)
}

// just is a write that needs no more than its kind.
func just(write Write) func() []Write { return func() []Write { return []Write{write} } }
