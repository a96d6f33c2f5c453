package graphsim

import "time"

// These make properties of the common types. rule is as in property.filter.

func textProperty[T any](name, rule string, of func(*T) string) property[T] {
	return property[T]{
		name: name, filter: rule, kind: textValue, value: func(v *T) value { return text(of(v)) },
		write: func(b []byte, v *T) []byte { return appendText(b, of(v)) },
	}
}

// stringProperty is never null.
func stringProperty[T any](name, rule string, of func(*T) string) property[T] {
	p := textProperty(name, rule, of)
	p.write = func(b []byte, v *T) []byte { return appendString(b, of(v)) }
	return p
}

func guidProperty[T any](name, rule string, of func(*T) string) property[T] {
	p := textProperty(name, rule, of)
	p.kind = guidValue
	p.value = func(v *T) value {
		if of(v) == "" {
			return value{}
		}
		return guid(of(v))
	}
	return p
}

func timeProperty[T any](name, rule string, of func(*T) time.Time) property[T] {
	return property[T]{
		name: name, filter: rule, kind: dateValue, value: func(v *T) value { return date(of(v)) },
		write: func(b []byte, v *T) []byte { return appendTime(b, of(v)) },
	}
}

func flagProperty[T any](name, rule string, of func(*T) bool) property[T] {
	return property[T]{
		name: name, filter: rule, kind: flagValue, value: func(v *T) value { return flag(of(v)) },
		write: func(b []byte, v *T) []byte { return appendBool(b, of(v)) },
	}
}

// trueOrNullProperty is null where it is not true.
func trueOrNullProperty[T any](name, rule string, of func(*T) bool) property[T] {
	p := flagProperty(name, rule, of)
	p.write = func(b []byte, v *T) []byte { return appendTrueOrNull(b, of(v)) }
	p.value = func(v *T) value {
		if of(v) {
			return flag(true)
		}
		return value{}
	}
	return p
}

func numberProperty[T any](name, rule string, of func(*T) int) property[T] {
	return property[T]{
		name: name, filter: rule, kind: numberValue, value: func(v *T) value { return number(of(v)) },
		write: func(b []byte, v *T) []byte { return appendInt(b, of(v)) },
	}
}

// textsProperty is a collection of texts; rule is for its elements.
func textsProperty[T any](name, rule string, of func(*T) []string) property[T] {
	p := property[T]{name: name, write: func(b []byte, v *T) []byte { return appendStrings(b, of(v)) }}
	if rule == "" {
		return p
	}
	p.itemFilter = map[string]string{"": rule}
	p.items = func(v *T) []item {
		var all []item
		for _, one := range of(v) {
			all = append(all, func(string) value { return text(one) })
		}
		return all
	}
	return p
}

// rawProperty is only written.
func rawProperty[T any](name string, write func(b []byte, v *T) []byte) property[T] {
	return property[T]{name: name, write: write}
}

// shownByDefault marks properties that need no $select.
func shownByDefault[T any](all ...property[T]) []property[T] {
	for i := range all {
		all[i].byDefault = true
	}
	return all
}
