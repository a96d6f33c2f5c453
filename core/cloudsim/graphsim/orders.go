package graphsim

import "sync"

// orderCache keeps the last few orders of collections, so that a paged list in an order is sorted once.
type orderCache struct {
	mu     sync.Mutex
	keys   []string
	places map[string][]int
}

const ordersKept = 8

func (c *orderCache) get(key string) ([]int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	places, ok := c.places[key]
	return places, ok
}

func (c *orderCache) put(key string, places []int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.places == nil {
		c.places = make(map[string][]int)
	}
	if _, ok := c.places[key]; !ok {
		c.keys = append(c.keys, key)
	}
	c.places[key] = places
	if len(c.keys) > ordersKept {
		delete(c.places, c.keys[0])
		c.keys = c.keys[1:]
	}
}
