// Package zone knows the time zones that a person can choose, by the city that each is named after.
package zone

import (
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no data that Go reads
)

// Zone is a time zone as it is offered.
type Zone struct {
	// ID is its name in the time zone database: "Europe/London".
	ID string
	// City is what a person reads: "London".
	City string
	// Offset is how far it is ahead of UTC at the time it was asked for.
	Offset time.Duration
}

// Label is the offset and the city: "(UTC+00:00) London".
func (z Zone) Label() string { return "(" + OffsetLabel(z.Offset) + ") " + z.City }

// OffsetLabel is how far a zone is ahead of UTC, or behind it: "UTC-03:30".
func OffsetLabel(offset time.Duration) string {
	sign, minutes := '+', int(offset/time.Minute)
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	return fmt.Sprintf("UTC%c%02d:%02d", sign, minutes/60, minutes%60)
}

// OffsetAt is how far a zone is ahead of UTC at a time.
func OffsetAt(at time.Time, in *time.Location) time.Duration {
	_, seconds := at.In(in).Zone()
	return time.Duration(seconds) * time.Second
}

// Load finds a zone by its id; false where there is none.
func Load(id string) (*time.Location, bool) {
	if id == "" || id == "Local" {
		return nil, false
	}
	found, err := time.LoadLocation(id)
	return found, err == nil
}

// All are the zones that are offered, as they stand at a time: from west to east, and by name.
func All(at time.Time) []Zone {
	zones := make([]Zone, 0, len(ids))
	for _, id := range ids {
		if found, known := Load(id); known {
			zones = append(zones, Zone{ID: id, City: city(id), Offset: OffsetAt(at, found)})
		}
	}
	slices.SortFunc(zones, func(a, b Zone) int {
		if a.Offset != b.Offset {
			return int((a.Offset - b.Offset) / time.Minute)
		}
		return strings.Compare(a.City, b.City)
	})
	return zones
}

// Of is a zone by its id, as it stands at a time.
func Of(id string, at time.Time) (Zone, bool) {
	found, known := Load(id)
	if !known {
		return Zone{}, false
	}
	return Zone{ID: id, City: city(id), Offset: OffsetAt(at, found)}, true
}

// city is the last part of an id as it is written: "Buenos Aires".
func city(id string) string {
	return strings.ReplaceAll(id[strings.LastIndexByte(id, '/')+1:], "_", " ")
}
