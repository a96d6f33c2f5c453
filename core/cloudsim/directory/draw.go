package directory

import "time"

// draw is a well of numbers that follow from a seed: one for each question, the same at every asking.
type draw uint64

// newDraw mixes numbers into a draw.
func newDraw(parts ...uint64) draw {
	sum := uint64(0x6c62272e07bb0142)
	for _, part := range parts {
		sum = scramble(sum ^ part*0x9e3779b97f4a7c15)
	}
	return draw(sum)
}

// scramble is the finalizer of SplitMix64.
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// of is the number for a question.
func (d draw) of(question uint64) uint64 { return scramble(uint64(d) ^ question*0xd1342543de82ef95) }

// below is a number for a question from 0 to n-1.
func (d draw) below(question uint64, n int) int {
	if n <= 0 {
		return 0
	}
	return int(d.of(question) >> 1 % uint64(n))
}

// chance is true for that many per thousand.
func (d draw) chance(question uint64, perThousand int) bool {
	return d.below(question, 1000) < perThousand
}

// span is a length of time up to max, to the second.
func (d draw) span(question uint64, limit time.Duration) time.Duration {
	return time.Duration(d.below(question, int(limit/time.Second))) * time.Second
}

// pick is one of the choices.
func pick[T any](d draw, question uint64, choices []T) T {
	return choices[d.below(question, len(choices))]
}

// The questions that are asked about a user.
const (
	askKind uint64 = iota + 1
	askBlocked
	askSynced
	askOldSynced
	askJob
	askDepartment
	askOffice
	askCity
	askStreet
	askHouse
	askPostal
	askPhone
	askMobile
	askHasMobile
	askEmployeeID
	askEmployeeType
	askHireDate
	askCreated
	askPassword
	askActivity
	askLastSignIn
	askNonInteractive
	askNoUsageLocation
	askGuestHome
	askGuestState
	askLicence
	askExtraLicence
	askDisabledPlans
	askLicenceError
	askLicenceTime
	askManager
	askDevices
	askDeviceShape
	askMethods
	askSignIns
	askDeleted
	askMember
	askCompany
	askPreferences
	askGoingOn
)
