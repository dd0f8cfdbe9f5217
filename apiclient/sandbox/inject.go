package sandbox

import (
	"maps"
	"math/rand/v2"
	"time"
)

// Inject replaces the faults that strike requests to APIPath and PagesPath, over HTTP and through RoundTrip. The zero
// Faults end all faults. Each request makes one draw when it arrives, before interceptors run: the same seed and the
// same sequence of requests give the same faults. Seed 0 stands for a random seed. Faults do not strike Call.
func (s *Server) Inject(f Faults, seed uint64) {
	if seed == 0 {
		seed = rand.Uint64()
	}
	i := &s.injector
	i.mu.Lock()
	defer i.mu.Unlock()
	i.faults, i.random = f, rand.New(rand.NewPCG(seed, 0))
}

// Capacity limits the dialer to k concurrent requests at full speed. While at most k requests are running, each takes
// callTime. With n > k running requests, the n-th takes callTime*(1+(n-k)/k): the throughput stays constant and the
// waiting time grows. By default, and with k 0, there is no limit and no callTime. The delay of the fault slow comes on
// top, and the request counts as running during the delay. The fault reset takes no time.
func (s *Server) Capacity(k int, callTime time.Duration) {
	if k <= 0 {
		s.Latency(nil)
		return
	}
	s.Latency(func(running int) time.Duration {
		return callTime + callTime*time.Duration(max(0, running-k))/time.Duration(k)
	})
}

// Latency sets how long a request takes that arrives when a number of requests are running, itself included. The
// server calls of under a lock. A nil function sets no limit. Latency and Capacity replace each other.
func (s *Server) Latency(of func(running int) time.Duration) {
	i := &s.injector
	i.mu.Lock()
	defer i.mu.Unlock()
	i.latency = of
}

// Measured is the Latency of a dialer whose web server, database and client share two cores: it answers
// 405·n/(n+0.75) requests a second with n requests running (contract/API.md, "Load").
func Measured(running int) time.Duration {
	return time.Duration((float64(running) + 0.75) / 405 * float64(time.Second))
}

// Struck returns how often each fault has struck since New. A silent-loss counts only if a change was dropped.
func (s *Server) Struck() map[Fault]int {
	i := &s.injector
	i.mu.Lock()
	defer i.mu.Unlock()
	return maps.Clone(i.struck)
}

// Wait returns when no request to APIPath or PagesPath is running. Delayed calls whose client has left are then done
// too.
func (s *Server) Wait() {
	i := &s.injector
	i.mu.Lock()
	if i.underWay == 0 {
		i.mu.Unlock()
		return
	}
	if i.idle == nil {
		i.idle = make(chan struct{})
	}
	idle := i.idle
	i.mu.Unlock()
	<-idle
}
