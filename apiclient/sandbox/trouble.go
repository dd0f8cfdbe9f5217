package sandbox

import (
	"maps"
	"math/rand/v2"
	"sync"
	"time"
)

// trouble decides what becomes of requests to the API's path, and knows how many are under way.
type trouble struct {
	mu       sync.Mutex // guards all below; may be taken while Server.mu is held, not the other way round
	faults   Faults
	random   *rand.Rand
	struck   map[Fault]int
	capacity int // requests at once before they get slower; 0 is any number
	each     time.Duration
	underWay int
	idle     chan struct{} // closed once nothing is under way; nil while nobody waits
}

// A fate is what will become of one request.
type fate struct {
	fault Fault         // "" is none
	delay time.Duration // before anything is done
}

// Inject has requests to the API's path meet faults from now on, over HTTP and RoundTrip alike, in place of all
// earlier ones; zero Faults end them. A request's fate is drawn as it comes in, before interceptors see it, one draw
// each: the same seed and the same sequence of requests make the same faults. Seed 0 is a new one every time. Call
// is never struck.
func (s *Server) Inject(f Faults, seed uint64) {
	if seed == 0 {
		seed = rand.Uint64()
	}
	t := &s.trouble
	t.mu.Lock()
	defer t.mu.Unlock()
	t.faults, t.random = f, rand.New(rand.NewPCG(seed, 0))
}

// Capacity makes the dialer one that has room for k requests at once. Up to there each takes a given time; of more,
// a request that comes in as the n-th under way takes each*(1+excess/k), where excess is n-k: what is answered in a
// second grows no further, waiting does. It is off by default, and again with k 0. The time of a slow call comes on
// top, and it takes up room all along; a reset takes no time.
func (s *Server) Capacity(k int, each time.Duration) {
	t := &s.trouble
	t.mu.Lock()
	defer t.mu.Unlock()
	t.capacity, t.each = max(k, 0), each
}

// Struck says how often each fault struck since the dialer was made. A silent-loss strikes only where it kept
// something from being stored.
func (s *Server) Struck() map[Fault]int {
	t := &s.trouble
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.struck)
}

// Wait returns once no request to the API's path is under way: calls that a client left waiting are done then, too.
func (s *Server) Wait() {
	t := &s.trouble
	t.mu.Lock()
	if t.underWay == 0 {
		t.mu.Unlock()
		return
	}
	if t.idle == nil {
		t.idle = make(chan struct{})
	}
	idle := t.idle
	t.mu.Unlock()
	<-idle
}

// begin counts a request in and draws its fate; end must follow.
func (t *trouble) begin() fate {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.underWay++
	var f fate
	if len(t.faults.shares) > 0 {
		drawn := t.faults.at(t.random.IntN(whole))
		f = fate{fault: drawn.fault, delay: drawn.delay}
	}
	if f.fault != "" && f.fault != SilentLoss {
		t.count(f.fault)
	}
	if t.capacity > 0 && f.fault != Reset {
		excess := max(0, t.underWay-t.capacity)
		f.delay += t.each + t.each*time.Duration(excess)/time.Duration(t.capacity)
	}
	return f
}

func (t *trouble) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.underWay--; t.underWay == 0 && t.idle != nil {
		close(t.idle)
		t.idle = nil
	}
}

// lost counts a silent loss.
func (t *trouble) lost() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count(SilentLoss)
}

// count wants the lock held.
func (t *trouble) count(f Fault) {
	if t.struck == nil {
		t.struck = make(map[Fault]int)
	}
	t.struck[f]++
}
