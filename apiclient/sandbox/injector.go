package sandbox

import (
	"math/rand/v2"
	"sync"
	"time"
)

// An injector draws the faults and delays of requests to APIPath and PagesPath, and counts the running requests.
type injector struct {
	mu       sync.Mutex // guards the fields below; lock Server.mu first if both are needed
	faults   Faults
	random   *rand.Rand
	struck   map[Fault]int
	latency  func(running int) time.Duration // nil means no time
	underWay int
	idle     chan struct{} // closed when no request is running; nil if no goroutine waits
}

// An effect is the fault and the delay of one request.
type effect struct {
	fault Fault         // "" means no fault
	delay time.Duration // before the call is done
}

// begin counts a request as running and draws its effect. The caller must call end when the request is done.
func (i *injector) begin() effect {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.underWay++
	var e effect
	if len(i.faults.shares) > 0 {
		drawn := i.faults.at(i.random.IntN(whole))
		e = effect{fault: drawn.fault, delay: drawn.delay}
	}
	if e.fault != "" && e.fault != SilentLoss {
		i.count(e.fault)
	}
	if i.latency != nil && e.fault != Reset {
		e.delay += i.latency(i.underWay)
	}
	return e
}

func (i *injector) end() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.underWay--; i.underWay == 0 && i.idle != nil {
		close(i.idle)
		i.idle = nil
	}
}

// countLoss counts a silent loss.
func (i *injector) countLoss() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.count(SilentLoss)
}

// count counts a fault. The caller holds the lock.
func (i *injector) count(f Fault) {
	if i.struck == nil {
		i.struck = make(map[Fault]int)
	}
	i.struck[f]++
}
