package estate

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"

	"github.com/google/uuid"
)

func namespaceOf(seed uint64) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceOID, binary.BigEndian.AppendUint64([]byte("estate"), seed))
}

// dice returns numbers that are the same for the same seed and name.
func dice(seed uint64, name string) *rand.Rand {
	hash := fnv.New64a()
	// A hash never fails to take bytes.
	_, _ = hash.Write([]byte(name))
	return rand.New(rand.NewPCG(seed, hash.Sum64()))
}
