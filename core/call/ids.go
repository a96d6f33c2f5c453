package call

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// ErrID says that a request names something by what is no id. A missing one makes another address of it: without that of a
// user, a path leads to all of them.
var ErrID = errors.New("this is no id of Microsoft's")

var (
	guid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	// word is a name of Graph's in a path: a collection, an action, a type.
	word = regexp.MustCompile(`^\$?[A-Za-z][A-Za-z0-9.]*$`)
	// opaque is an id that Graph makes of letters and signs: of a role assignment, a passkey.
	opaque = regexp.MustCompile(`^[A-Za-z0-9_=~+-]+$`)
)

// placeholder is what the SDK writes for "me", and what is made "me" of on the way.
const placeholder = "me-token-to-replace"

// byGUID are the collections whose objects have a GUID.
var byGUID = []string{
	"users", "groups", "members", "owners", "directoryObjects", "servicePrincipals", "applications", "administrativeUnits", "deletedItems",
	"devices", "managedDevices", "registeredOwners", "operations", "recoveryKeys", "deviceLocalCredentials",
}

// opaqueIn says that the objects of a collection have an id that may be no GUID.
func opaqueIn(collection string) bool {
	return collection == "methods" || collection == "oauth2PermissionGrants" || strings.HasSuffix(collection, "Methods") || strings.HasSuffix(collection, "Assignments")
}

// CheckIDs says what in the request is in the place of an id and is none; nil where all are. Nothing is sent that it refuses.
func (r Request) CheckIDs() error {
	return errors.Join(checkPath(r.Path), checkBody("", reflect.ValueOf(r.Body)))
}

func checkPath(path string) error {
	path, _, _ = strings.Cut(path, "?")
	before := ""
	for _, escaped := range strings.Split(strings.TrimPrefix(path, "/"), "/") {
		segment, err := url.PathUnescape(escaped)
		if err != nil || !fits(before, segment) {
			return refuseID(segment)
		}
		before = segment
	}
	return nil
}

// fits says that a segment of a path may stand behind another.
func fits(before, segment string) bool {
	switch {
	case guid.MatchString(segment):
		return true
	case slices.Contains(byGUID, before):
		return segment == "$ref" && (before == "members" || before == "owners")
	case opaqueIn(before):
		return opaque.MatchString(segment) && segment != placeholder
	}
	return word.MatchString(segment)
}

// checkBody checks what stands under a name, in lists and objects of any type.
func checkBody(name string, value reflect.Value) error {
	switch value.Kind() {
	case reflect.Interface, reflect.Pointer:
		return checkBody(name, value.Elem())
	case reflect.Map:
		for _, key := range value.MapKeys() {
			if err := checkBody(key.String(), value.MapIndex(key)); err != nil {
				return err
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range value.Len() {
			if err := checkBody(name, value.Index(i)); err != nil {
				return err
			}
		}
	case reflect.String:
		return checkText(name, value.String())
	}
	return nil
}

// guids are the names of a body under which a GUID stands.
var guids = []string{"appId", "clientId", "resourceId", "resourceAppId", "principalId", "roleDefinitionId", "skuId", "disabledPlans", "removeLicenses"}

func checkText(name, text string) error {
	switch {
	case slices.Contains(guids, name) && !guid.MatchString(text):
		return refuseID(text)
	case name == "directoryScopeId":
		unit := text[strings.LastIndex(text, "/")+1:]
		if text != WholeTenant && (!strings.HasPrefix(text, "/") || !guid.MatchString(unit)) {
			return refuseID(text)
		}
	case name == "@odata.id":
		if !guid.MatchString(text[strings.LastIndex(text, "/")+1:]) {
			return refuseID(text)
		}
	}
	return nil
}

func refuseID(text string) error { return fmt.Errorf("%w: %q", ErrID, text) }
