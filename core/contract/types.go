package contract

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// named begins the references to the types of a description.
const named = "#/components/schemas/"

// checkTypes holds every @odata.type of a request's body against the type that the operation takes there. The validator does
// not, where a type is open to others.
func (v *version) checkTypes(operation *openapi3.Operation, body []byte) error {
	if operation.RequestBody == nil || operation.RequestBody.Value == nil || len(body) == 0 {
		return nil
	}
	media := operation.RequestBody.Value.Content.Get("application/json")
	if media == nil {
		return nil
	}
	var sent any
	if err := json.Unmarshal(body, &sent); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	return v.checkType(media.Schema, sent, "body")
}

// checkType goes through a value and all within it. schema is nil where the description leaves the type open.
func (v *version) checkType(schema *openapi3.SchemaRef, value any, at string) error {
	switch value := value.(type) {
	case map[string]any:
		if err := v.checkObject(schema, value, at); err != nil {
			return err
		}
		for name, field := range value {
			if err := v.checkType(propertyOf(schema, name), field, at+"."+name); err != nil {
				return err
			}
		}
	case []any:
		for i, element := range value {
			if err := v.checkType(elementOf(schema), element, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *version) checkObject(schema *openapi3.SchemaRef, object map[string]any, at string) error {
	said, there := object["@odata.type"]
	if !there {
		return nil
	}
	text, _ := said.(string)
	name, ok := strings.CutPrefix(text, "#")
	if !ok || v.document.Components.Schemas[name] == nil {
		return fmt.Errorf("%s: @odata.type %v is no type of Graph", at, said)
	}
	if taken := typesOf(schema); len(taken) > 0 && !taken[name] {
		return fmt.Errorf("%s: @odata.type %s where %s is due", at, text, strings.TrimPrefix(schema.Ref, named))
	}
	return nil
}

// typesOf are the types that fit a schema: its own, and those that it names for an @odata.type. None is where it has no name.
func typesOf(schema *openapi3.SchemaRef) map[string]bool {
	if schema == nil || schema.Value == nil || !strings.HasPrefix(schema.Ref, named) {
		return nil
	}
	own := strings.TrimPrefix(schema.Ref, named)
	fitting := map[string]bool{own: true}
	for _, one := range schema.Value.AllOf {
		if one.Value == nil || one.Value.If == nil || one.Value.If.Value == nil {
			continue
		}
		if property := one.Value.If.Value.Properties["@odata.type"]; property != nil && property.Value != nil {
			if name, ok := property.Value.Const.(string); ok {
				fitting[strings.TrimPrefix(name, "#")] = true
			}
		}
	}
	return fitting
}

func propertyOf(schema *openapi3.SchemaRef, name string) *openapi3.SchemaRef {
	if schema == nil || schema.Value == nil {
		return nil
	}
	return orNull(schema.Value.Properties[name])
}

func elementOf(schema *openapi3.SchemaRef) *openapi3.SchemaRef {
	if schema == nil || schema.Value == nil {
		return nil
	}
	return orNull(schema.Value.Items)
}

// orNull is the type itself where the description allows null in its place.
func orNull(schema *openapi3.SchemaRef) *openapi3.SchemaRef {
	if schema == nil || schema.Value == nil {
		return schema
	}
	for _, one := range schema.Value.AnyOf {
		if one.Ref != "" {
			return one
		}
	}
	return schema
}
