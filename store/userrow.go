package store

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Numbers for the words of choice columns, in the order of the words, so that sorting by number is sorting by word.
const (
	typeGuest, typeMember          = 1, 2
	signInAllowed, signInBlocked   = 1, 2
	onPremisesNo, onPremisesSynced = 0, 1
)

// joint puts several names into one text.
const joint = ", "

// aliasJoint stands between the aliases of a user. No address holds it.
const aliasJoint = " "

// aliasesOf are the aliases in one text, nil for none.
func aliasesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, aliasJoint)
}

// userRow is a user as the tables hold them.
type userRow struct {
	object string
	hash   int64
	body   string
	// aliases are in one text, empty for none.
	aliases string
	// values are those of userNames, of a word its text.
	values []any
}

// rowMaker makes rows of users. It reuses its memory; one goroutine uses it.
type rowMaker struct {
	hasher
	details []byte
	shown   columns.User
}

// row is a user as the tables hold them, with the hash that they have.
func (m *rowMaker) row(u *m365.User, hash int64) (row userRow, err error) {
	if m.details, err = appendDetails(m.details[:0], u); err != nil {
		return userRow{}, err
	}
	row = userRow{
		object: u.Key.ID, hash: hash, body: string(m.details), aliases: strings.Join(u.Aliases, aliasJoint),
		values: make([]any, 0, len(userNames)),
	}
	m.shown = columns.User{User: *u, RoleNames: strings.Join(u.Roles, joint), LicenseNames: strings.Join(u.Licenses, joint)}
	for _, field := range userFields {
		row.values = field.add(row.values, &m.shown)
	}
	return row, nil
}

// user is the user of a row, as User gives it.
func (r userRow) user(tenant m365.TenantID) (*m365.User, error) {
	var shown columns.User
	values := r.values
	for _, field := range userFields {
		if err := field.into(&shown).Scan(values[0]); err != nil {
			return nil, err
		}
		values = values[field.width():]
	}
	shown.Key = m365.UserKey{Tenant: tenant, ID: r.object}
	shown.Aliases = aliasesOf(r.aliases)
	return &shown.User, fillDetails(&shown.User, []byte(r.body))
}

// words are the texts of a row that lie in the table of that name.
func (r userRow) words() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i, value := range r.values {
			if word, isText := value.(string); isText && isWord[i] && !yield(word) {
				return
			}
		}
	}
}

// isListed says whether a text lies in a column of its own.
func isListed(text m365.Text) bool {
	var user columns.User
	return slices.ContainsFunc(userFields, func(field userField) bool {
		return field.text != nil && field.text(&user) == text.Of(&user.User)
	})
}

// detailTexts are the other texts, with the names that they are stored under: Graph's, but for some that were named before.
var detailTexts = func() []m365.Text {
	before := map[string]string{
		"givenName": "given", "mailNickname": "nickname", "companyName": "company", "officeLocation": "office",
		"streetAddress": "street", "businessPhones": "businessPhone",
	}
	var found []m365.Text
	for _, text := range m365.Texts() {
		if isListed(text) {
			continue
		}
		if name, renamed := before[text.Graph]; renamed {
			text.Graph = name
		}
		found = append(found, text)
	}
	return found
}()

// appendDetails writes the JSON piece by piece: it is made for every user of a first sync, and a map for each would cost more.
func appendDetails(body []byte, u *m365.User) ([]byte, error) {
	details := detailsWriter{body: append(body, '{')}
	for _, text := range detailTexts {
		if value := *text.Of(u); value != "" {
			details.addText(text.Graph, value)
		}
	}
	if !u.EmployeeHireDate.IsZero() {
		details.add("hired", u.EmployeeHireDate.UnixMicro())
	}
	details.addList("roles", u.Roles)
	details.addList("skus", u.SKUs)
	details.addList("licenses", u.Licenses)
	return append(details.body, '}'), details.err
}

type detailsWriter struct {
	body []byte
	err  error
}

func (w *detailsWriter) name(name string) {
	if len(w.body) > 1 {
		w.body = append(w.body, ',')
	}
	w.body = append(append(append(w.body, '"'), name...), `":`...)
}

func (w *detailsWriter) add(name string, value any) {
	text, err := json.Marshal(value, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		w.err = err
		return
	}
	w.name(name)
	w.body = append(w.body, text...)
}

func (w *detailsWriter) addText(name, text string) {
	if !isPlain(text) {
		w.add(name, text)
		return
	}
	w.name(name)
	w.body = append(append(append(w.body, '"'), text...), '"')
}

// isPlain says that a text stands in JSON as it is.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return utf8.ValidString(text)
}

func (w *detailsWriter) addList(name string, list []string) {
	if len(list) == 0 {
		return
	}
	if slices.ContainsFunc(list, func(text string) bool { return !isPlain(text) }) {
		w.add(name, list)
		return
	}
	w.name(name)
	w.body = append(append(append(w.body, `["`...), strings.Join(list, `","`)...), `"]`...)
}

// storedDetails is the JSON of details: lists, and texts by their names in Graph, but for those that were named before.
type storedDetails struct {
	m365.User
	Given    string   `json:"given"`
	Nickname string   `json:"nickname"`
	Company  string   `json:"company"`
	Office   string   `json:"office"`
	Street   string   `json:"street"`
	Phone    string   `json:"businessPhone"`
	Hired    *int64   `json:"hired"`
	Roles    []string `json:"roles"`
	SKUs     []string `json:"skus"`
	Licenses []string `json:"licenses"`
}

// fillDetails puts stored details into a user.
func fillDetails(u *m365.User, body []byte) error {
	var details storedDetails
	if err := json.Unmarshal(body, &details); err != nil {
		return err
	}
	details.GivenName, details.MailNickname, details.CompanyName = details.Given, details.Nickname, details.Company
	details.OfficeLocation, details.StreetAddress, details.BusinessPhone = details.Office, details.Street, details.Phone
	for _, text := range detailTexts {
		*text.Of(u) = *text.Of(&details.User)
	}
	u.Roles, u.SKUs, u.Licenses = details.Roles, details.SKUs, details.Licenses
	if details.Hired != nil {
		u.EmployeeHireDate = time.UnixMicro(*details.Hired).UTC()
	}
	return nil
}

func typeNumber(t m365.UserType) int64 {
	if t == m365.Guest {
		return typeGuest
	}
	return typeMember
}

func typeOf(number int64) m365.UserType {
	if number == typeGuest {
		return m365.Guest
	}
	return m365.Member
}

func signInNumber(status m365.SignInStatus) any {
	switch status {
	case m365.Allowed:
		return int64(signInAllowed)
	case m365.Blocked:
		return int64(signInBlocked)
	}
	return nil
}

func signInOf(number int64) m365.SignInStatus {
	switch number {
	case signInAllowed:
		return m365.Allowed
	case signInBlocked:
		return m365.Blocked
	}
	return ""
}

// hasher makes the number that tells whether a user changed. It reuses its memory; one goroutine uses it.
type hasher struct{ buffer []byte }

// hash covers every stored field but the last sign-in, which comes apart, so that equal numbers mean an equal row. 64 bits are
// enough: a clash would hide one change of one user until the next one, once in 2^64 changes.
func (h *hasher) hash(u *m365.User) int64 {
	h.buffer = h.buffer[:0]
	for _, text := range m365.Texts() {
		h.text(*text.Of(u))
	}
	h.text(string(u.SignIn))
	for _, t := range []time.Time{u.EmployeeHireDate, u.Created, u.LastPasswordReset} {
		h.number(t.UnixMicro())
	}
	h.number(typeNumber(u.Type))
	h.number(onPremisesNumber(u.OnPremisesSynced))
	for _, list := range [][]string{u.Roles, u.SKUs, u.Licenses} {
		h.number(int64(len(list)))
		for _, text := range list {
			h.text(text)
		}
	}
	for _, alias := range u.Aliases { // of nobody who has none, whose number stays what it was before there were aliases
		h.text(alias)
	}
	sum := sha256.Sum256(h.buffer)
	return int64(binary.LittleEndian.Uint64(sum[:]))
}

func (h *hasher) text(text string) {
	h.number(int64(len(text)))
	h.buffer = append(h.buffer, text...)
}

func (h *hasher) number(n int64) { h.buffer = binary.AppendVarint(h.buffer, n) }

func onPremisesNumber(synced bool) int64 {
	if synced {
		return onPremisesSynced
	}
	return onPremisesNo
}
