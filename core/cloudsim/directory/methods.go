package directory

import (
	"slices"
	"strconv"
	"time"
)

// MethodKind is a kind of authentication method, by Microsoft's name of its type.
type MethodKind string

// The kinds of methods.
const (
	PasswordMethod      MethodKind = "password"
	PhoneMethod         MethodKind = "phone"
	AuthenticatorMethod MethodKind = "microsoftAuthenticator"
	HelloMethod         MethodKind = "windowsHelloForBusiness"
	FIDOMethod          MethodKind = "fido2"
	OATHMethod          MethodKind = "softwareOath"
	EmailMethod         MethodKind = "email"
	TAPMethod           MethodKind = "temporaryAccessPass"
)

// The ids that methods have in every tenant.
const (
	PasswordMethodID       = "28c10230-6103-485e-b985-444c60001490"
	MobilePhoneID          = "3179e48a-750b-4051-897c-87b9720928f7"
	AlternateMobilePhoneID = "b6332ec1-7057-4abe-9331-3d72feddfe41"
	OfficePhoneID          = "e37fc753-ff3b-4958-9484-eaa9425c82bc"
	EmailMethodID          = "3ddfcfc8-9383-446f-83cc-3ab9be4be18f"
)

// Method is an authentication method of a user.
type Method struct {
	ID      string
	Kind    MethodKind
	Created time.Time
	// Phone, PhoneType and Email are set for such methods; Name and Detail for devices and keys.
	Phone, PhoneType, Email, Name, Detail string
	// Start, Minutes and Once are set for a Temporary Access Pass. Its value is not kept.
	Start   time.Time
	Minutes int
	Once    bool
}

// Methods are the methods of a user that are not the ones of the start.
type Methods struct {
	Added   []Method
	Removed []string
	// Serial counts the methods ever added.
	Serial int
}

// methodsAtStart computes the methods of a user of the start.
func (t *Tenant) methodsAtStart(u *User) []Method {
	all := []Method{{ID: PasswordMethodID, Kind: PasswordMethod, Created: u.LastPasswordChange}}
	if u.Service || u.Slot >= t.info.Users {
		return all
	}
	d := newDraw(uint64(t.userDraw(u.Slot)), askMethods)
	id := func(number int) string {
		return t.cipher.id(object{kindMethod, t.index, uint64(u.Slot)*64 + uint64(number)})
	}
	add := func(question uint64, share int, m Method) {
		if d.chance(question, share) {
			m.Created = u.Created.Add(d.span(question+50, 300*24*time.Hour))
			all = append(all, m)
		}
	}
	add(1, 600, Method{ID: MobilePhoneID, Kind: PhoneMethod, Phone: d.digits(20, "+1 425555####"), PhoneType: "mobile"})
	add(2, 80, Method{ID: OfficePhoneID, Kind: PhoneMethod, Phone: d.digits(21, "+1 206555####"), PhoneType: "office"})
	add(3, 650, Method{ID: id(1), Kind: AuthenticatorMethod, Name: "iPhone " + strconv.Itoa(12+d.below(22, 5)), Detail: "6.8.24"})
	add(4, 60, Method{ID: id(2), Kind: AuthenticatorMethod, Name: "SM-S921B", Detail: "6.2408.5807"})
	add(5, 350, Method{ID: id(3), Kind: HelloMethod, Name: "LT-" + strconv.Itoa(1000+d.below(23, 9000))})
	add(6, 90, Method{ID: id(4), Kind: FIDOMethod, Name: "Security key", Detail: "YubiKey 5 Series with NFC"})
	add(7, 50, Method{ID: id(5), Kind: OATHMethod})
	add(8, 120, Method{ID: EmailMethodID, Kind: EmailMethod, Email: "private." + strconv.Itoa(u.Slot) + "@mail.example"})
	return all
}

// MethodsOf lists the authentication methods of a user now.
func (t *Tenant) MethodsOf(slot int) []Method {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var u User
	if !t.current(&u, slot) {
		return nil
	}
	all := t.methodsAtStart(&u)
	all[0].Created = u.LastPasswordChange
	if changed, ok := t.methods[slot]; ok {
		all = slices.DeleteFunc(all, func(m Method) bool { return slices.Contains(changed.Removed, m.ID) })
		all = append(all, changed.Added...)
	}
	return all
}

// AddMethod adds a method to a user and gives it an id, unless it brings one. A new Temporary Access Pass takes the place
// of an old one.
func (t *Tenant) AddMethod(slot int, m Method) (Method, error) {
	err := t.changeMethods(slot, func(methods *Methods) {
		methods.Serial++
		if m.ID == "" {
			m.ID = t.cipher.id(object{kindMethod, t.index, uint64(slot)<<20 + 1<<19 + uint64(methods.Serial)})
		}
		methods.Added = slices.DeleteFunc(methods.Added, func(old Method) bool {
			return old.ID == m.ID || old.Kind == TAPMethod && m.Kind == TAPMethod
		})
		methods.Added = append(methods.Added, m)
	})
	return m, err
}

// RemoveMethod takes a method from a user.
func (t *Tenant) RemoveMethod(slot int, id string) error {
	return t.changeMethods(slot, func(methods *Methods) {
		methods.Added = slices.DeleteFunc(methods.Added, func(m Method) bool { return m.ID == id })
		if !slices.Contains(methods.Removed, id) {
			methods.Removed = append(methods.Removed, id)
		}
	})
}

func (t *Tenant) changeMethods(slot int, edit func(*Methods)) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var next Methods
	if now, ok := t.methods[slot]; ok {
		next = Methods{slices.Clone(now.Added), slices.Clone(now.Removed), now.Serial}
	}
	edit(&next)
	return t.commit(change{Methods: &next, Slot: slot})
}
