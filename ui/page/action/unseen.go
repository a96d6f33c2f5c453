package action

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Unseen says, a sentence each, which secrets would go with the window before anybody has seen them: those that wait to be
// shown or copied, and those of changes under way.
func (a *Actions) Unseen() []string {
	var sentences []string
	for _, f := range a.unseen {
		whose := f.secret.label + " for " + short(person(f.target)) + " in " + short(tenantName(f.target))
		if f.made {
			sentences = append(sentences, whose+" was neither shown nor copied yet.")
		} else {
			sentences = append(sentences, whose+" is being made right now.")
		}
	}
	for _, m := range a.runs {
		if left := m.unseen(); left != "" {
			sentences = append(sentences, left)
		}
	}
	for _, say := range a.keepers {
		if sentence := say(); sentence != "" {
			sentences = append(sentences, sentence)
		}
	}
	return sentences
}

// Keeps has a page say, in a sentence, which secrets it holds that nobody has seen; nothing where there are none.
func (a *Actions) Keeps(say func() string) { a.keepers = append(a.keepers, say) }

// makes says that a change is under way whose secret is to be seen.
func (f *flow) makes() {
	f.seen()
	if f.secret != nil {
		f.made = false
		f.a.unseen = append(f.a.unseen, f)
	}
}

// hasMade takes the end of a change: a secret waits to be seen, or there is none.
func (f *flow) hasMade(secret m365.Secret) {
	f.made = true
	if secret.Empty() {
		f.seen()
	}
}

// seen says that nothing waits any more.
func (f *flow) seen() {
	f.a.unseen = slices.DeleteFunc(f.a.unseen, func(one *flow) bool { return one == f })
}

// gaveUp says that nobody wants to see the secret.
func (f *flow) gaveUp() {
	f.outcome.Secret = m365.Secret{}
	f.seen()
}
