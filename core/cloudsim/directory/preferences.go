package directory

import "slices"

// Preferences say what a user is asked for first, after the password. UserMethod is Microsoft's word for what the user chose,
// which counts where the system does not choose; it is empty where the user has nothing to be asked for.
type Preferences struct {
	BySystem   bool
	UserMethod string
}

// preference is a word for a method, and the method that a user needs for it.
type preference struct {
	word, phoneType string
	kind            MethodKind
}

// userPreferences are what a user can choose (learn.microsoft.com/graph/api/resources/signinpreferences).
var userPreferences = []preference{
	{word: "push", kind: AuthenticatorMethod},
	{word: "sms", kind: PhoneMethod, phoneType: "mobile"},
	{word: "oath", kind: OATHMethod},
	{word: "voiceMobile", kind: PhoneMethod, phoneType: "mobile"},
	{word: "voiceAlternateMobile", kind: PhoneMethod, phoneType: "alternateMobile"},
	{word: "voiceOffice", kind: PhoneMethod, phoneType: "office"},
}

// PreferencesOf returns the sign-in preferences of a user now. They follow from the methods: the system chooses for most
// users, and each user begins at a place of their own in the list of what can be chosen.
func (t *Tenant) PreferencesOf(slot int) Preferences {
	methods := t.MethodsOf(slot)
	d := newDraw(uint64(t.userDraw(slot)), askPreferences)
	start := d.below(1, len(userPreferences))
	own := slices.Concat(userPreferences[start:], userPreferences[:start])
	return Preferences{BySystem: d.chance(2, 700), UserMethod: firstHeld(own, methods)}
}

// IsPreferred says that a method is what the user's own choice stands for.
func (t *Tenant) IsPreferred(slot int, m Method) bool {
	chosen := t.PreferencesOf(slot).UserMethod
	return slices.ContainsFunc(userPreferences, func(p preference) bool {
		return p.word == chosen && p.kind == m.Kind && p.phoneType == m.PhoneType
	})
}

// firstHeld is the word of the first preference whose method the user has.
func firstHeld(wanted []preference, methods []Method) string {
	for _, p := range wanted {
		if slices.ContainsFunc(methods, func(m Method) bool { return m.Kind == p.kind && m.PhoneType == p.phoneType }) {
			return p.word
		}
	}
	return ""
}
