package run

// A tracker counts the progress of one phase and reports it to Options.Observe.
type tracker struct {
	engine *Engine
	p      Progress
}

// track begins a phase with a number of objects.
func (e *Engine) track(phase Phase, total int) *tracker {
	t := &tracker{e, Progress{Phase: phase, Total: total}}
	e.options.Observe(t.p)
	return t
}

// step counts one finished object.
func (t *tracker) step(failed bool) {
	t.p.Done++
	if failed {
		t.p.Failed++
	}
	t.engine.options.Observe(t.p)
}

// end reports the end of the phase.
func (t *tracker) end() {
	t.p.Final = true
	t.engine.options.Observe(t.p)
}
